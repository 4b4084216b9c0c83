using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>A script of ours in a process of its own, which answers every line with a line of JSON.</summary>
internal sealed class Python : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Process _process;

    private Python(Process process) => _process = process;

    /// <summary>The python3 of the path, or Debian's, whichever has a package; null if neither has.</summary>
    public static string? With(string package) => Array.Find(["python3", "/usr/bin/python3"], python =>
    {
        try
        {
            using var import = Process.Start(new ProcessStartInfo(python, ["-c", $"import {package}"])
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

    /// <summary>Starts a script of the harness with a plan, which it finds as a file of JSON.</summary>
    public static Python Start(string interpreter, string script, string folder, object plan, int threads)
    {
        var file = Path.Combine(folder, "plan.json");
        File.WriteAllText(file, JsonSerializer.Serialize(plan, Json));
        return new(Process.Start(new ProcessStartInfo(interpreter, [Path.Combine(AppContext.BaseDirectory, "Harness", script), file])
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
        })!);
    }

    /// <summary>What it says next.</summary>
    public T Read<T>() => JsonSerializer.Deserialize<T>(
        _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The script ended; what it said is above."), Json)!;

    /// <summary>Its answer to a question.</summary>
    public T Ask<T>(object question)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(question, Json));
        _process.StandardInput.Flush();
        return Read<T>();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
