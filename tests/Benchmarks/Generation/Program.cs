using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Generation;
using Perfolizer.Horology;

// dotnet run -c Release --project tests/Benchmarks/Generation
// In this process: one run is long beside anything that a process of its own would keep away from it.
var job = Job.Default
    .WithToolchain(InProcessEmitToolchain.Instance)
    .WithMinIterationTime(TimeInterval.FromMilliseconds(100))
    .WithUnrollFactor(1)
    .WithWarmupCount(2)
    .WithIterationCount(3);
BenchmarkRunner.Run<GeneratorRun>(DefaultConfig.Instance.AddJob(job).WithArtifactsPath("artifacts/benchmarks/generation"), args);
