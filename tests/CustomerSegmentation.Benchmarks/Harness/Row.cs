using System.Text.Json.Serialization;

namespace CustomerSegmentation.Benchmarks.Harness;

/// <summary>A line of the table: what we reach, beside the most that could be reached, from the same run.</summary>
/// <param name="Name">Of the row.</param>
/// <param name="Value">Median of ours; null when it could not be measured.</param>
/// <param name="Unit">Of value and ceiling.</param>
/// <param name="Ceiling">Median of the same without our work; null where there is no such thing.</param>
/// <param name="Ratio">Value by ceiling.</param>
/// <param name="Target">The most that ours may be; null where nothing is set.</param>
/// <param name="Met">Whether it is reached.</param>
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

    public static Row Of(string name, string unit, Samples ours, Samples? ceiling, string note, double? target = null) =>
        new(
            name, ours.Median, unit, ceiling?.Median, ceiling is null ? null : ours.Median / ceiling.Median,
            target, target is null ? null : ours.Median <= target)
        {
            Ours = ours,
            Bound = ceiling,
            Note = note,
        };

    public static Row Missing(string name, string unit, string why) =>
        new(name, Value: null, unit, Ceiling: null, Ratio: null) { Note = why };
}
