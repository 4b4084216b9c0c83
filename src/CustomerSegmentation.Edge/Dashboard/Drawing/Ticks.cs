using System.Globalization;

namespace CustomerSegmentation.Edge.Dashboard.Drawing;

/// <summary>Round values along an axis, that hold all of what is drawn.</summary>
/// <param name="Values">Ascending, at least two, evenly spaced.</param>
internal sealed record Ticks(IReadOnlyList<double> Values)
{
    /// <summary>Where the axis begins.</summary>
    public double From => Values[0];

    /// <summary>Where it ends.</summary>
    public double To => Values[^1];

    /// <summary>Ticks a step of 1, 2 or 5 times a power of ten apart, about so many steps.</summary>
    public static Ticks Over(double least, double most, int steps = 4)
    {
        var span = most > least ? most - least : Math.Max(Math.Abs(most), 1);
        var power = Math.Pow(10, Math.Floor(Math.Log10(span / steps)));
        var step = power * (span / steps / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        var (first, last) = (Math.Floor(least / step), Math.Ceiling(most / step));
        last = Math.Max(last, first + 1);
        return new([.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => Math.Round((first + i) * step, 10))]);
    }

    /// <summary>Where a value lies between the ends, 0 to 1.</summary>
    public double Place(double value) => (value - From) / (To - From);

    /// <summary>A tick as text; thousands are shortened.</summary>
    public static string Text(double value) => Math.Abs(value) switch
    {
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "M",
        >= 1e4 => (value / 1e3).ToString("0.##", CultureInfo.InvariantCulture) + "k",
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
