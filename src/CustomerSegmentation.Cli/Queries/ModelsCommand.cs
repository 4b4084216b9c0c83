using System.CommandLine;
using System.Text.Json;

namespace CustomerSegmentation.Cli.Queries;

/// <summary><c>segmentation models</c>.</summary>
internal static class ModelsCommand
{
    public static Command Build(Terminal terminal) => ServerQuery.Build(
        terminal, "models", "Every version of the model, newest first, and what became of the last fit.", _ => "models", models => Show(terminal, models));

    private static void Show(Terminal terminal, JsonElement models)
    {
        var table = new Table(">Version", "Status", "Algorithm", ">Segments", ">Customers", "Fitted", "Published", ">Silhouette");
        foreach (var model in models.Elements())
        {
            var k = model.Count("k");
            var chosen = model.Child("metrics")?.Elements().FirstOrDefault(tried => tried.Count("k") == k) ?? default;
            table.Add(
                model.Text("version") ?? "",
                model.Text("status") ?? "",
                model.Text("algorithm") ?? "",
                model.Number("k", "0"),
                model.Number("customers", "#,0"),
                model.Moment("fittedAt"),
                model.Moment("publishedAt"),
                chosen.Number("silhouette", "0.000"));
        }

        table.Write(terminal);
        if (models.Child("lastFit") is { ValueKind: JsonValueKind.Object } fit)
        {
            terminal.Out.WriteLine(Table.Printable(
                $"Last fit {fit.Moment("at")}, {fit.Text("trigger")}: {fit.Text("outcome")}. {fit.Text("reason")}"));
        }
    }
}
