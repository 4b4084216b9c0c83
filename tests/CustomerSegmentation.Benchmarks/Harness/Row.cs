using System.Globalization;
using System.Text.Json.Serialization;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>A line of the table: what we reach, beside the most that could be reached, from the same run.</summary>
/// <param name="Name">Of the row.</param>
/// <param name="Value">Median of ours; null when it could not be measured.</param>
/// <param name="Unit">Of value and ceiling.</param>
/// <param name="Ceiling">Median of the same without our work; null where there is no such thing.</param>
/// <param name="Ratio">Value by ceiling.</param>
/// <param name="Target">What ours is to reach, in the same unit; null where nothing is set.</param>
/// <param name="Met">Whether the median reaches it.</param>
internal sealed record Row(
    string Name, double? Value, string Unit, double? Ceiling, double? Ratio, double? Target = null, bool? Met = null)
{
    /// <summary>The repeats behind the median of ours.</summary>
    [JsonIgnore]
    public Samples? Ours { get; private init; }

    /// <summary>The repeats behind the median of the ceiling.</summary>
    [JsonIgnore]
    public Samples? Bound { get; private init; }

    /// <summary>Circumstances in a few words.</summary>
    [JsonIgnore]
    public string Note { get; private init; } = "";

    /// <summary>Which side of the target is the good one, and where it comes from.</summary>
    [JsonIgnore]
    public string Aim { get; private init; } = "";

    /// <param name="name">Of the row.</param>
    /// <param name="unit">Of ours and the ceiling.</param>
    /// <param name="ours">The repeats of ours.</param>
    /// <param name="ceiling">The repeats of the ceiling; null where there is no such thing.</param>
    /// <param name="note">Circumstances in a few words.</param>
    /// <param name="target">The most that ours may be; null where nothing is set.</param>
    public static Row Of(string name, string unit, Samples ours, Samples? ceiling, string note, double? target = null)
    {
        var row = new Row(name, ours.Median, unit, ceiling?.Median, ceiling is null ? null : ours.Median / ceiling.Median)
        {
            Ours = ours,
            Bound = ceiling,
            Note = note,
        };
        return target is { } most ? row.AtMost(most) : row;
    }

    /// <summary>Judged by a figure that ours is not to exceed.</summary>
    public Row AtMost(double target) => this with { Target = target, Met = Value <= target, Aim = "at most" };

    /// <summary>Judged by a figure that ours is to reach.</summary>
    public Row AtLeast(double target) => this with { Target = target, Met = Value >= target, Aim = "at least" };

    /// <summary>Judged by so many times the ceiling of the same run, which ours is not to exceed.</summary>
    public Row AtMostOfCeiling(double times) =>
        AtMost(times * Ceiling!.Value) with { Aim = string.Create(CultureInfo.InvariantCulture, $"at most {times} × ceiling,") };

    /// <summary>Judged by that part of the ceiling of the same run, which ours is to reach.</summary>
    public Row AtLeastOfCeiling(double part) =>
        AtLeast(part * Ceiling!.Value) with { Aim = string.Create(CultureInfo.InvariantCulture, $"at least {part} × ceiling,") };

    public static Row Missing(string name, string unit, string why) =>
        new(name, Value: null, unit, Ceiling: null, Ratio: null) { Note = why };
}
