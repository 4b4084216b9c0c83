using System.Globalization;
using System.Text;

namespace CustomerSegmentation.Edge.Telemetry;

/// <summary>
/// Metrics in the text format of OpenMetrics 1.0
/// (https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md).
/// </summary>
internal static class OpenMetricsText
{
    public const string ContentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    public static string Write(IEnumerable<MetricFamily> families)
    {
        var text = new StringBuilder(16_384);
        foreach (var family in families.OrderBy(family => family.Name, StringComparer.Ordinal))
        {
            Write(text, family);
        }

        return text.Append("# EOF\n").ToString();
    }

    /// <summary>The word for a unit of UCUM; null for none, and for annotations such as {event}.</summary>
    public static string? UnitWord(string? unit) => unit switch
    {
        null or "" or "1" => null,
        ['{', ..] => null,
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "By" => "bytes",
        "d" => "days",
        "%" => "percent",
        _ when unit.All(char.IsAsciiLetter) => unit,
        _ => null,
    };

    /// <summary>A metric's name: only letters, digits and underscores, its unit at the end, without a counter's _total.</summary>
    public static string NameOf(string instrument, string? unit)
    {
        var name = new StringBuilder(instrument.Length + 16);
        foreach (var c in instrument)
        {
            name.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        if (char.IsAsciiDigit(name[0]))
        {
            name.Insert(0, '_');
        }

        var plain = name.ToString();
        plain = plain.EndsWith("_total", StringComparison.Ordinal) ? plain[..^"_total".Length] : plain;
        return unit is null || plain.EndsWith("_" + unit, StringComparison.Ordinal) ? plain : $"{plain}_{unit}";
    }

    private static void Write(StringBuilder text, MetricFamily family)
    {
        var series = family.Series.ToArray();
        if (series.Length == 0)
        {
            return;
        }

        var type = family.Kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Gauge => "gauge",
            _ => "histogram",
        };
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {family.Name} {type}\n");
        if (family.Unit is { } unit)
        {
            text.Append(CultureInfo.InvariantCulture, $"# UNIT {family.Name} {unit}\n");
        }

        if (!string.IsNullOrEmpty(family.Help))
        {
            text.Append("# HELP ").Append(family.Name).Append(' ').Append(Escaped(family.Help)).Append('\n');
        }

        foreach (var (labels, one) in series)
        {
            if (family.Kind == MetricKind.Histogram)
            {
                WriteDistribution(text, family, labels, one);
            }
            else
            {
                Sample(text, family.Name, family.Kind == MetricKind.Counter ? "_total" : "", labels, Number(one.Value));
            }
        }
    }

    private static void WriteDistribution(StringBuilder text, MetricFamily family, string labels, MetricSeries series)
    {
        var (cumulative, sum) = series.Distribution();
        for (var i = 0; i < cumulative.Length; i++)
        {
            var bound = i < family.Bounds.Length ? BoundText(family.Bounds[i]) : "+Inf";
            var le = labels.Length == 0 ? $"le=\"{bound}\"" : $"{labels},le=\"{bound}\"";
            Sample(text, family.Name, "_bucket", le, cumulative[i].ToString(CultureInfo.InvariantCulture));
        }

        Sample(text, family.Name, "_count", labels, cumulative[^1].ToString(CultureInfo.InvariantCulture));
        Sample(text, family.Name, "_sum", labels, Number(sum));
    }

    private static void Sample(StringBuilder text, string name, string suffix, string labels, string value)
    {
        text.Append(name).Append(suffix);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(value).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The specification's canonical form of a bound has a point in it: 1.0, not 1.</summary>
    private static string BoundText(double bound)
    {
        var text = Number(bound);
        return text.AsSpan().ContainsAny(".eEI") ? text : text + ".0";
    }

    private static string Escaped(string help) => help
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal);
}
