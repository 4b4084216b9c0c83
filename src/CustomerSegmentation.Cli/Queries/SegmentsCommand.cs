using System.CommandLine;
using System.Text.Json;

namespace CustomerSegmentation.Cli.Queries;

/// <summary><c>segmentation segments</c>.</summary>
internal static class SegmentsCommand
{
    public static Command Build(Terminal terminal) => ServerQuery.Build(
        terminal, "segments", "The segments of the model in force, with who is in them.", _ => "segments", view => Show(terminal, view));

    private static void Show(Terminal terminal, JsonElement view)
    {
        var segments = (view.Child("segments")?.Elements() ?? []).ToList();
        // Segments of rules have no middle: three empty columns would only push the other columns off the screen.
        var haveCentroids = segments.Exists(segment => segment.Child("centroid") is not null);
        string[] middle = haveCentroids ? [">Recency", ">Frequency", ">Monetary"] : [];
        var table = new Table(["Segment", ">Customers", ">Share", ">Revenue", .. middle, "Id"]);
        foreach (var segment in segments)
        {
            table.Add(
            [
                segment.Text("name") ?? "",
                segment.Number("customers", "#,0"),
                segment.Number("share", "P1"),
                segment.Number("revenueShare", "P1"),
                .. haveCentroids ? Centroid(segment.Child("centroid") ?? default) : [],
                segment.Text("id") ?? "",
            ]);
        }

        table.Write(terminal);
        terminal.Out.WriteLine(
            $"{view.Number("customers", "#,0")} customers, {view.Number("lapsed", "#,0")} of them lapsed; "
            + $"model version {view.Text("modelVersion")}; as of {view.Moment("asOf")}.");
    }

    private static string[] Centroid(JsonElement centroid) =>
    [
        centroid.Number("recencyDays", "0.0"), centroid.Number("frequency", "0.0"), centroid.Number("monetary", "#,0.00"),
    ];
}
