using System.CommandLine;

namespace CustomerSegmentation.Cli.Fitting;

/// <summary><c>segmentation fit</c>.</summary>
internal static class FitCommand
{
    public static Command Build(Terminal terminal)
    {
        var file = new Argument<string>("FILE")
            { Description = "A table of numbers: CSV (comma, semicolon or tab, with a header) or NDJSON, also gzipped." };
        file.Validators.Add(result =>
        {
            var path = result.Tokens[0].Value;
            if (!File.Exists(path))
            {
                result.AddError(Directory.Exists(path) ? $"'{path}' is a directory; name one file in it." : $"There is no file '{path}'.");
            }
        });
        var options = new FitOptions();
        var labels = new Option<string?>("--labels")
            { Description = "Write the cluster of every row to this CSV file; of a mixture, the probability of each cluster too.", HelpName = "file" };
        var plot = new Option<string?>("--plot")
            { Description = "Draw elbow, silhouette and principal components into this .svg file.", HelpName = "file" };
        plot.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } path && !path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
            {
                result.AddError($"--plot draws SVG: '{path}' should end with .svg. A browser, Inkscape or rsvg-convert makes a PNG of it.");
            }
        });
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var command = new Command("fit",
            "Clusters a table offline, for comparison: prints the figures of every k, the k that the rule suggests, whether there is "
            + "structure at all, and the centres in the file's own units. No server is needed.")
        {
            file,
        };
        options.AddTo(command);
        command.Add(labels);
        command.Add(plot);
        command.Add(json);
        command.SetAction((parsed, cancellation) => new FitRun(
            terminal, options.Read(parsed, parsed.GetRequiredValue(file)), parsed.GetValue(json), parsed.GetValue(labels), parsed.GetValue(plot))
            .RunAsync(cancellation));
        return command;
    }
}
