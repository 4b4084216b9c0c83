namespace CustomerSegmentation.Cli.Fitting;

/// <summary>Looks whether a file can be written before an hour is spent on computing its content.</summary>
internal static class OutputFile
{
    /// <param name="path">The file to be; null for none.</param>
    /// <param name="option">The option that names it.</param>
    /// <param name="taken">Files that it must not be.</param>
    /// <exception cref="ToolException">It cannot be written, or would overwrite one of those.</exception>
    public static void Check(string? path, string option, params IEnumerable<string?> taken)
    {
        if (path is null)
        {
            return;
        }

        if (path.Length == 0)
        {
            throw new ToolException(ExitCodes.WrongUsage, $"{option} needs the name of a file.");
        }

        if (taken.Any(other => other is not null && Path.GetFullPath(other) == Path.GetFullPath(path)))
        {
            throw new ToolException(ExitCodes.WrongUsage, $"{option} '{path}' would overwrite another file of this run.");
        }

        if (Directory.Exists(path) || path.EndsWith(Path.DirectorySeparatorChar))
        {
            throw new ToolException(ExitCodes.WrongUsage, $"{option} '{path}' is a directory; name a file.");
        }

        var isNew = !File.Exists(path);
        try
        {
            File.Open(path, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCodes.Failed, $"{option} '{path}' cannot be written: {problem.Message}");
        }

        if (isNew)
        {
            File.Delete(path);
        }
    }
}
