using System.Diagnostics;

namespace CustomerSegmentation.HostTests.Faults;

/// <summary>A file system of a few megabytes in memory that a test can fill and empty. Mounting one needs root.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("smalldisk-").FullName;

    private SmallDisk()
    {
    }

    /// <summary>A folder on it for the engine's data.</summary>
    public string Data => Path.Combine(_root, "data");

    private string Filler => Path.Combine(_root, "filler");

    /// <summary>Mounts one; skips the test where that is not permitted.</summary>
    public static SmallDisk Mount(int megabytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a tmpfs needs Linux");
        var disk = new SmallDisk();
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk._root) is { Length: > 0 } refusal)
        {
            Directory.Delete(disk._root);
            Assert.Skip($"a tmpfs cannot be mounted here: {refusal}");
        }

        return disk;
    }

    /// <summary>Leaves not a byte of room.</summary>
    public void Fill()
    {
        // Unbuffered: what a buffer could not get rid of, it would try to write again when it is closed.
        using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        for (var size = 1 << 16; size > 0;)
        {
            try
            {
                filler.Write(new byte[size]);
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    /// <summary>Gives back all that <see cref="Fill"/> took.</summary>
    public void MakeRoom() => File.Delete(Filler);

    public void Dispose()
    {
        Run("umount", "-l", _root);
        Directory.Delete(_root);
    }

    /// <returns>What went wrong; empty when all went well.</returns>
    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : $"{program} ended with {process.ExitCode}. {errors.Trim()}";
    }
}
