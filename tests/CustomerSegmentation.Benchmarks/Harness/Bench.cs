using System.Diagnostics;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>One run: how large, where, and what it says on the way.</summary>
internal sealed class Bench : IDisposable
{
    private readonly Stopwatch _running = Stopwatch.StartNew();
    private readonly bool _quick;
    private int _folders;

    /// <param name="quick">Small sizes.</param>
    /// <param name="data">A folder on a real disk; a folder of this run's own is made in it.</param>
    public Bench(bool quick, string data)
    {
        _quick = quick;
        Data = Directory.CreateDirectory(Path.Combine(data, $"segmentation-benchmarks-{Environment.ProcessId}")).FullName;
    }

    /// <summary>Everything this run writes lies in it.</summary>
    public string Data { get; }

    /// <summary>Folders with a shop's past, by customers and their orders, to be copied.</summary>
    public Dictionary<(int Customers, int Orders), string> Filled { get; } = [];

    /// <summary>Which sizes are measured.</summary>
    public string Sizes => _quick ? "small sizes (--quick): targets are set for the full ones" : "full sizes";

    /// <summary>One of two sizes.</summary>
    public T Pick<T>(T full, T quick) => _quick ? quick : full;

    /// <summary>A folder that nobody has used.</summary>
    public string NewFolder() => Directory.CreateDirectory(Path.Combine(Data, $"{++_folders}")).FullName;

    /// <summary>Tells whoever waits what is being done; on the error stream, so that the table stands alone.</summary>
    public void Say(string what) => Console.Error.WriteLine($"{(int)_running.Elapsed.TotalMinutes:00}:{_running.Elapsed:ss} {what}");

    public void Dispose() => Directory.Delete(Data, recursive: true);
}
