using Conformance.Driver;

// conformance-driver offer            an MCP server on stdio that offers the scenarios' tools: an executor is scaffolded from it
// conformance-driver run SKILL URL    what the suite starts for each scenario, which MCP_CONFORMANCE_SCENARIO names: calls the
//                                     skill's executor as the scenario wants, and leaves nothing running
switch (args)
{
    case ["offer"]:
        await OfferedTools.ServeAsync();
        return 0;
    case ["run", var skill, var url]:
        await using (var sandbox = Sandbox.Of(skill, url))
        {
            return await Scenario.Current().RunAsync(sandbox);
        }

    default:
        Console.Error.WriteLine("Usage: conformance-driver offer | run SKILL URL");
        return 2;
}
