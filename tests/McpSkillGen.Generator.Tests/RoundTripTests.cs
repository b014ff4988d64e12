using McpSkillGen.Generator.Tests.Harness;
using McpSkillGen.Generator.Tests.RoundTrip;

namespace McpSkillGen.Generator.Tests;

/// <summary>Whatever fits a schema can be said with the types made of it, and is the same JSON again.</summary>
public sealed class RoundTripTests
{
    [Theory]
    [InlineData("library")]
    [InlineData("shapes")]
    [InlineData("weather")]
    [InlineData("names")]
    [InlineData("specification")]
    public void Random_arguments_and_results_come_through_the_emitted_types_unchanged(string fixture)
    {
        var catalog = TestFiles.Fixture(fixture);
        var trips = new RoundTrips(EmittedSkill.Load(GeneratorRun.Of(catalog)), catalog.GetText(TestContext.Current.CancellationToken).ToString());

        trips.CheckArguments(samples: 300);
        trips.CheckResults(samples: 300);
    }
}
