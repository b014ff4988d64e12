using McpSkillGen.Generator.Tests.Harness;
using McpSkillGen.Generator.Tests.RoundTrip;

[assembly: AssemblyFixture(typeof(IndependentValidator))]

namespace McpSkillGen.Generator.Tests;

/// <summary>Whatever fits a schema can be said with the types and the flags made of it, and is the same JSON again.</summary>
public sealed class RoundTripTests(IndependentValidator validator)
{
    [Theory]
    [InlineData("library")]
    [InlineData("shapes")]
    [InlineData("weather")]
    [InlineData("names")]
    [InlineData("specification")]
    [InlineData("limits")]
    public void Random_arguments_and_results_come_through_the_emitted_types_unchanged(string fixture)
    {
        var catalog = TestFiles.Fixture(fixture);
        var trips = new RoundTrips(EmittedSkill.Load(GeneratorRun.Of(catalog)), catalog.GetText(TestContext.Current.CancellationToken).ToString());

        trips.CheckArguments(samples: 300, validator);
        trips.CheckResults(samples: 300);
    }

    [Theory]
    [InlineData("library")]
    [InlineData("shapes")]
    [InlineData("weather")]
    [InlineData("names")]
    // One tool requires a property that it does not list: that goes through "call" only.
    [InlineData("specification", "draft4")]
    [InlineData("limits")]
    public void Random_arguments_come_through_the_flags_unchanged_and_valid(string fixture, params string[] untried)
    {
        using var trips = FlagTripsOf(fixture);

        trips.CheckValid(samples: 300);

        TestContext.Current.TestOutputHelper!.WriteLine($"{fixture}: {trips.Counts}");
        Assert.Equal(untried, trips.Counts.Untried);
        Assert.Empty(trips.Counts.Unreadable);
    }

    [Fact]
    public void Arguments_broken_in_one_place_are_answered_with_one_problem_that_names_the_flag()
    {
        using var trips = FlagTripsOf("limits");

        trips.CheckBroken(samples: 30, "numbers", "texts", "lists", "objects");

        TestContext.Current.TestOutputHelper!.WriteLine(trips.Counts.ToString());
        Assert.True(trips.Counts.Sent > 300, trips.Counts.ToString());
    }

    private FlagTrips FlagTripsOf(string fixture)
    {
        Assert.SkipUnless(IndependentValidator.IsAvailable, "node and npm are not on PATH; the validator needs them.");
        var catalog = TestFiles.Fixture(fixture);
        return new FlagTrips(EmittedSkill.Load(GeneratorRun.Of(catalog)), catalog.GetText(TestContext.Current.CancellationToken).ToString(), validator);
    }
}
