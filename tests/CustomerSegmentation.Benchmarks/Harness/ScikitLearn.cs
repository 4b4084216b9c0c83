using System.Runtime.InteropServices;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>scikit-learn in a process of its own, which keeps its table and fits whenever it is asked.</summary>
internal sealed class ScikitLearn : IDisposable
{
    public const string NotInstalled = "no python3 with scikit-learn (Debian: python3-sklearn)";

    private static readonly Lazy<string?> Interpreter = new(() => Python.With("sklearn"));

    private readonly Python _python;

    private ScikitLearn(Python python)
    {
        _python = python;
        Version = python.Read<string>();
    }

    public static bool IsInstalled => Interpreter.Value is not null;

    public string Version { get; }

    /// <summary>Hands the rows over as a file and waits until they are read.</summary>
    public static ScikitLearn Start(string folder, string algorithm, double[][] columns, double[][] start, int rounds, int threads)
    {
        var table = Path.Combine(folder, "table");
        Write(table, columns);
        var plan = new { algorithm, table, rows = columns[0].Length, start, rounds };
        return new(Python.Start(Interpreter.Value!, "scikit_fit.py", folder, plan, threads));
    }

    /// <summary>One fit from the start.</summary>
    public ScikitFit Fit() => _python.Ask<ScikitFit>("fit");

    public void Dispose() => _python.Dispose();

    /// <summary>Row by row, as scikit-learn takes tables.</summary>
    private static void Write(string file, double[][] columns)
    {
        using var output = File.Create(file);
        var row = new double[columns.Length];
        for (var r = 0; r < columns[0].Length; r++)
        {
            for (var c = 0; c < row.Length; c++)
            {
                row[c] = columns[c][r];
            }

            output.Write(MemoryMarshal.AsBytes(row.AsSpan()));
        }
    }
}

/// <summary>What one fit took, how many rounds it ran, and the inertia or log-likelihood that it reached.</summary>
internal sealed record ScikitFit(double Seconds, int Rounds, double Reached);
