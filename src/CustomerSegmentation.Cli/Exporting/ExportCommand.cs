using System.CommandLine;
using CustomerSegmentation.Cli.Fitting;
using CustomerSegmentation.Ledger;

namespace CustomerSegmentation.Cli.Exporting;

/// <summary><c>segmentation export</c>.</summary>
internal static class ExportCommand
{
    public static Command Build(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The file to write, such as shop.export: JSON lines, gzipped." };
        var data = new Option<string>("--data")
        {
            Description = "The data folder of the engine. Nothing in it is changed.",
            HelpName = "folder",
            DefaultValueFactory = _ => "./data",
        };
        var command = new Command("export",
            "Writes everything that a stopped embedded engine knows into one file, for a cluster to begin with "
            + "(CustomerSegmentation.Silo --Import FILE). It has the secrets of webhooks too: keep it to yourself.")
        {
            file, data,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (path, folder) = (parsed.GetRequiredValue(file), parsed.GetRequiredValue(data));
            OutputFile.Check(path, "FILE", Path.Combine(folder, "segmentation.db"));
            try
            {
                return await ExportRun.RunAsync(terminal, folder, path, cancellation);
            }
            catch (StorageException problem)
            {
                throw new ToolException(ExitCodes.Failed, problem.Fault == StorageFault.InUse
                    ? $"An engine runs on '{folder}' (its files are held). Stop it first: an export is of one moment."
                    : problem.Message);
            }
        });
        return command;
    }
}
