using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>scikit-learn in a process of its own, which keeps its table and fits whenever it is asked.</summary>
internal sealed class ScikitLearn : IDisposable
{
    public const string NotInstalled = "no python3 with scikit-learn (Debian: python3-sklearn)";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly Lazy<string?> Interpreter = new(Find);

    private readonly Process _python;

    private ScikitLearn(Process python)
    {
        _python = python;
        Version = Read<string>();
    }

    public static bool IsInstalled => Interpreter.Value is not null;

    public string Version { get; }

    /// <summary>Hands the rows over as a file and waits until they are read.</summary>
    public static ScikitLearn Start(string folder, string algorithm, double[][] columns, double[][] start, int rounds, int threads)
    {
        var (table, plan) = (Path.Combine(folder, "table"), Path.Combine(folder, "plan.json"));
        Write(table, columns);
        File.WriteAllText(plan, JsonSerializer.Serialize(new { algorithm, table, rows = columns[0].Length, start, rounds }, Json));
        var python = new ProcessStartInfo(Interpreter.Value!, [Path.Combine(AppContext.BaseDirectory, "Harness", "scikit_fit.py"), plan])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["OMP_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture),
                ["OPENBLAS_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture),
                ["PYTHONWARNINGS"] = "ignore", // that it did not converge: it was not meant to
            },
        };
        return new(Process.Start(python)!);
    }

    /// <summary>One fit from the start.</summary>
    public ScikitFit Fit()
    {
        _python.StandardInput.WriteLine();
        _python.StandardInput.Flush();
        return Read<ScikitFit>();
    }

    public void Dispose()
    {
        _python.StandardInput.Close();
        _python.WaitForExit();
        _python.Dispose();
    }

    private T Read<T>() => JsonSerializer.Deserialize<T>(
        _python.StandardOutput.ReadLine() ?? throw new InvalidOperationException("scikit-learn ended; what it said is above."), Json)!;

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

    /// <summary>The python3 of the path, or Debian's, whichever has the package.</summary>
    private static string? Find() => Array.Find(["python3", "/usr/bin/python3"], python =>
    {
        try
        {
            using var import = Process.Start(new ProcessStartInfo(python, ["-c", "import sklearn"])
            {
                UseShellExecute = false,
                RedirectStandardError = true, // it says there that it has no such package
            })!;
            import.StandardError.ReadToEnd();
            import.WaitForExit();
            return import.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // there is no such program
        }
    });
}

/// <summary>What one fit took, how many rounds it ran, and the inertia or log-likelihood that it reached.</summary>
internal sealed record ScikitFit(double Seconds, int Rounds, double Reached);
