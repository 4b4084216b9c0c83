using System.CommandLine;
using System.Text.Json;

namespace CustomerSegmentation.Cli.Asking;

/// <summary><c>segmentation segments</c>.</summary>
internal static class SegmentsCommand
{
    public static Command Build(Terminal terminal) => Question.Build(
        terminal, "segments", "The segments of the model in force, with who is in them.", _ => "segments", view => Show(terminal, view));

    private static void Show(Terminal terminal, JsonElement view)
    {
        var table = new Table("Id", "Segment", ">Customers", ">Share", ">Revenue", ">Recency", ">Frequency", ">Monetary", "What to do");
        foreach (var segment in view.Child("segments")?.Elements() ?? [])
        {
            var centroid = segment.Child("centroid") ?? default;
            table.Add(
                segment.Text("id") ?? "",
                segment.Text("name") ?? "",
                segment.Number("customers", "#,0"),
                segment.Number("share", "P1"),
                segment.Number("revenueShare", "P1"),
                centroid.Number("recencyDays", "0.0"),
                centroid.Number("frequency", "0.0"),
                centroid.Number("monetary", "#,0.00"),
                segment.Text("action") ?? "");
        }

        table.Write(terminal);
        terminal.Out.WriteLine(
            $"{view.Number("customers", "#,0")} customers, {view.Number("lapsed", "#,0")} of them lapsed; "
            + $"model version {view.Text("modelVersion")}; as of {view.Moment("asOf")}.");
    }
}
