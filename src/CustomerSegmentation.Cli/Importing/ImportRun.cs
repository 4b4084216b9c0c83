using CustomerSegmentation.Cli.Sending;

namespace CustomerSegmentation.Cli.Importing;

/// <summary>One import: check everything, report, send.</summary>
internal sealed class ImportRun(Terminal terminal, TextWriter results, bool json, bool skipInvalid, int? batch)
{
    /// <param name="path">The file.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="open">Opens the target; null to stop after the report.</param>
    /// <param name="cancellation">Ends sending; what arrived is reported.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(
        string path, ImportFormat format, Func<Task<EventSink>>? open, CancellationToken cancellation)
    {
        var file = await CheckAsync(path, format);
        if (!json)
        {
            file.Report.Show(results);
        }

        if (file.Report.Invalid > 0 && !skipInvalid)
        {
            Finish(file, sink: null);
            terminal.Say("Nothing was sent: some lines cannot be understood. Repair them, or pass --skip-invalid to send the rest.");
            return ExitCodes.Failed;
        }

        if (file.Events.Count == 0)
        {
            Finish(file, sink: null);
            terminal.Say("There is nothing to send.");
            return ExitCodes.Failed;
        }

        if (open is null)
        {
            Finish(file, sink: null);
            return ExitCodes.Ok;
        }

        await using var sink = await open();
        var interrupted = await SendAsync(file, sink, cancellation);
        Finish(file, sink);
        return interrupted ? ExitCodes.Interrupted : sink.Tally.Refused > 0 ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private async Task<ImportFile> CheckAsync(string path, ImportFormat format)
    {
        ImportFile? file = null;
        try
        {
            await ProgressReport.RunAsync(terminal, "Checking", async progress =>
                file = await Task.Run(() => ImportFile.Read(path, format, terminal.Time.GetUtcNow(), progress)));
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException)
        {
            throw new ToolException(ExitCodes.Failed,
                $"{path} cannot be unpacked to its end: it is cut off or damaged. Nothing was sent; get the file again and import it.");
        }

        return file!;
    }

    /// <returns>Whether the user ended it.</returns>
    private async Task<bool> SendAsync(ImportFile file, EventSink sink, CancellationToken cancellation)
    {
        try
        {
            await ProgressReport.RunAsync(terminal, "Sending", async progress =>
            {
                foreach (var events in file.Events.Chunk(batch ?? sink.DefaultBatch))
                {
                    cancellation.ThrowIfCancellationRequested();
                    await sink.SendAsync(events, cancellation);
                    progress.Update((double)sink.Tally.Sent / file.Events.Count, () => $"{sink.Tally.Sent:#,0} events to {sink.Target}");
                }

                await sink.FinishAsync(cancellation);
            });
            return false;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await sink.SettleAsync(terminal.Time);
            terminal.Say("Interrupted. Importing the same file again sends the rest; what is recorded already counts once.");
            return true;
        }
    }

    private void Finish(ImportFile file, EventSink? sink)
    {
        if (json)
        {
            results.WriteLine(JsonText.Object(writer =>
            {
                file.Report.Write(writer);
                if (sink is not null)
                {
                    writer.WriteString("to", sink.Target);
                    sink.Tally.Write(writer);
                }
            }));
        }
        else if (sink is not null)
        {
            results.WriteLine($"{sink.Tally.Sent:#,0} of {file.Events.Count:#,0} events arrived at {sink.Target}.");
            sink.Tally.Show(results);
        }
    }
}
