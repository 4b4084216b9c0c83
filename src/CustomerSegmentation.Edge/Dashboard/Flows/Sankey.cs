using System.Globalization;
using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Edge.Dashboard.Flows;

/// <summary>
/// Where the nodes and bands of a flow are drawn: segments at the start on the left, at the end on the right, as thick as they
/// have customers. Every node has a slot at least as high as a label, so no two labels overlap; the same flow always looks the same.
/// </summary>
internal sealed class Sankey
{
    /// <summary>Bands go from 0 to this.</summary>
    public const double Width = 100;

    private const double Node = 1.2;
    private const double Label = 24;
    private const double Gap = 4;
    private const int Halvings = 50; // as exact as a double has it

    private Sankey(double height, IReadOnlyList<SankeyNode> starts, IReadOnlyList<SankeyNode> ends, IReadOnlyList<SankeyBand> bands) =>
        (Height, Starts, Ends, Bands) = (height, starts, ends, bands);

    public double Height { get; }

    public IReadOnlyList<SankeyNode> Starts { get; }

    public IReadOnlyList<SankeyNode> Ends { get; }

    /// <summary>Stayers first, so that moves lie above them.</summary>
    public IReadOnlyList<SankeyBand> Bands { get; }

    public static Sankey Of(FlowView view, bool stayers)
    {
        var cells = (from source in view.Sources
                     from target in view.Sources
                     let cell = view[source, target]
                     where cell.Customers > 0 && (source is not null || target is not null) && (stayers || source != target)
                     select cell).ToList();
        var starts = view.Sources.Select(id => (id, cells.Where(cell => cell.From == id).Sum(cell => cell.Customers))).Where(node => node.Item2 > 0).ToList();
        var ends = view.Sources.Select(id => (id, cells.Where(cell => cell.To == id).Sum(cell => cell.Customers))).Where(node => node.Item2 > 0).ToList();
        var height = Math.Max(420, (Label + Gap + 12) * Math.Max(starts.Count, ends.Count));
        var scale = ScaleFor(height, [.. starts.Select(node => node.Item2)], [.. ends.Select(node => node.Item2)]);
        var left = Place(starts, height, scale);
        var right = Place(ends, height, scale);
        return new(height, left, right, Bend(cells, left, right, scale));
    }

    /// <summary>How many pixels a customer has: as many as fit on both sides.</summary>
    private static double ScaleFor(double height, params long[][] sides)
    {
        double low = 0, high = height;
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            var fits = Array.TrueForAll(sides, side => side.Sum(customers => Math.Max(customers * middle, Label)) + (Gap * (side.Length - 1)) <= height);
            (low, high) = fits ? (middle, high) : (low, middle);
        }

        return low;
    }

    private static List<SankeyNode> Place(List<(string? Id, long Customers)> nodes, double height, double scale)
    {
        var used = nodes.Sum(node => Math.Max(node.Customers * scale, Label));
        var gap = nodes.Count > 1 ? (height - used) / (nodes.Count - 1) : 0;
        var placed = new List<SankeyNode>();
        var top = 0.0;
        foreach (var (id, customers) in nodes)
        {
            var slot = Math.Max(customers * scale, Label);
            placed.Add(new(id, customers, top, slot, customers * scale));
            top += slot + gap;
        }

        return placed;
    }

    private static List<SankeyBand> Bend(List<MatrixCell> cells, List<SankeyNode> left, List<SankeyNode> right, double scale)
    {
        // At a node bands lie in the order of the nodes at their other ends, so that those of one node do not cross.
        var leaving = left.ToDictionary(node => node.Id ?? "", node => node.Top, StringComparer.Ordinal);
        var arriving = right.ToDictionary(node => node.Id ?? "", node => node.Top, StringComparer.Ordinal);
        var bands = new List<SankeyBand>();
        foreach (var cell in cells)
        {
            var thick = cell.Customers * scale;
            var (from, to) = (leaving[cell.From ?? ""], arriving[cell.To ?? ""]);
            bands.Add(new(cell, Path(from, to, thick)));
            leaving[cell.From ?? ""] += thick;
            arriving[cell.To ?? ""] += thick;
        }

        return [.. bands.OrderBy(band => band.Cell.From != band.Cell.To)];
    }

    private static string Path(double from, double to, double thick) => string.Create(CultureInfo.InvariantCulture,
        $"M{Node} {from:0.##}C50 {from:0.##} 50 {to:0.##} {Width - Node} {to:0.##}V{to + thick:0.##}C50 {to + thick:0.##} 50 {from + thick:0.##} {Node} {from + thick:0.##}Z");
}

/// <summary>A segment on one side; null for none.</summary>
/// <param name="Id">Which.</param>
/// <param name="Customers">How many.</param>
/// <param name="SlotTop">Where its place begins.</param>
/// <param name="Slot">How high its place is.</param>
/// <param name="Thickness">How thick it is; it lies in the middle of its place.</param>
internal sealed record SankeyNode(string? Id, long Customers, double SlotTop, double Slot, double Thickness)
{
    public double Top => SlotTop + ((Slot - Thickness) / 2);
}

/// <summary>Customers who went the same way.</summary>
internal sealed record SankeyBand(MatrixCell Cell, string Path);
