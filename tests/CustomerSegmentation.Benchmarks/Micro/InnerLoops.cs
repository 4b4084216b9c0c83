using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace CustomerSegmentation.Benchmarks.Micro;

/// <summary>The inner loops one by one, by BenchmarkDotNet.</summary>
internal static class InnerLoops
{
    /// <param name="filter">Names of benchmarks, with wildcards.</param>
    /// <returns>0 when all of them ran.</returns>
    public static int Run(string filter)
    {
        // In this process: otherwise each would be restored and built as a project of its own, which takes a feed and minutes.
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(3).WithIterationCount(10).WithIterationTime(TimeInterval.FromMilliseconds(100));
        var config = DefaultConfig.Instance
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default);
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(InnerLoops).Assembly).Run(["--filter", filter], config).ToList();
        return summaries.Count > 0 && summaries.TrueForAll(static summary => !summary.HasCriticalValidationErrors
            && summary.Reports.All(static report => report.Success)) ? 0 : 1;
    }
}
