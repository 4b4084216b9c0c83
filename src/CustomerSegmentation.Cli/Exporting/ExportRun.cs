using CustomerSegmentation.Cli.Sending;
using CustomerSegmentation.Ledger.Exports;

namespace CustomerSegmentation.Cli.Exporting;

/// <summary>Exports a folder. Under its name the file is always whole: until it is, it bears another.</summary>
internal static class ExportRun
{
    private const long LinesBetweenReports = 1_000;

    public static async Task<int> RunAsync(Terminal terminal, string folder, string path, CancellationToken cancellation)
    {
        using var engine = StoppedEngine.Open(folder);
        var part = path + ".part";
        var counts = ExportCounts.None;
        try
        {
            await ProgressReport.RunAsync(terminal, "Exporting", report => Task.Run(() =>
            {
                using var output = OpenPart(part);
                counts = engine.Export(output, so => Tell(report, so), cancellation);
                output.Flush(flushToDisk: true);
            }, cancellation));
            File.Move(part, path, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }

        await terminal.Out.WriteLineAsync(
            $"{path}: {counts.Customers:#,0} customers, {counts.Migrations:#,0} migrations, {counts.Models:#,0} models, "
            + $"{counts.Subscriptions:#,0} subscriptions; {new FileInfo(path).Length:#,0} bytes.");
        return ExitCodes.Ok;
    }

    /// <summary>For its owner alone: it has secrets.</summary>
    private static FileStream OpenPart(string path)
    {
        File.Delete(path); // or it would keep the rights it had
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new(path, options);
    }

    private static void Tell(ProgressReport report, ExportCounts counts)
    {
        if ((counts.Customers + counts.Migrations) % LinesBetweenReports == 0)
        {
            report.Update(fraction: null, () => $"{counts.Migrations:#,0} migrations, {counts.Customers:#,0} customers");
        }
    }
}
