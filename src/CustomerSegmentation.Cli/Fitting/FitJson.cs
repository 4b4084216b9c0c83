using System.Text.Json;

namespace CustomerSegmentation.Cli.Fitting;

/// <summary>A fit as a program reads it. A figure that is not defined is null; no property is ever missing.</summary>
internal static class FitJson
{
    public static string Of(FitChoices choices, FeatureTable table, TableFit fit) => JsonText.Object(json =>
    {
        json.WriteString("algorithm", choices.Algorithm);
        json.WriteNumber("rows", table.Table.Source.Rows);
        json.WriteNumber("fitted", fit.Labels.Count);
        json.WriteNumber("seed", choices.Seed);
        json.WriteNumber("k", fit.K);
        json.WriteNumber("suggestedK", fit.K);
        json.WriteString("reason", fit.Reason);
        Write(json, "inertia", fit.Used?.Metrics.Inertia);
        if (choices.Algorithm == Algorithms.GaussianMixture)
        {
            json.WriteString("covariance", JsonNamingPolicy.CamelCase.ConvertName(choices.Covariance.ToString()));
            Write(json, "bic", fit.Used?.Metrics.Bic);
            Write(json, "aic", fit.Used?.Metrics.Aic);
            Write(json, "logLikelihood", fit.Used?.LogLikelihood);
            json.WriteNumber("collapsed", fit.Used?.Metrics.Collapsed ?? 0);
            Write(json, "weights", fit.Components!.Select(component => component.Weight));
        }

        json.WriteStartArray("metrics");
        fit.Tried.ToList().ForEach(tried => Write(json, tried));
        json.WriteEndArray();
        WriteTrust(json, fit);
        json.WriteStartArray("sizes");
        fit.Sizes.ToList().ForEach(json.WriteNumberValue);
        json.WriteEndArray();
        json.WriteNumber("noise", fit.Noise);
        WriteRows(json, "centroids", fit.Centres.Select(table.Unscale));
        WriteRows(json, "scaledCentroids", fit.Centres);
        WriteColumns(json, table);
        json.WriteStartArray("notes");
        fit.Notes.ToList().ForEach(json.WriteStringValue);
        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, TriedK tried)
    {
        json.WriteStartObject();
        json.WriteNumber("k", tried.K);
        json.WriteNumber("inertia", tried.Metrics.Inertia);
        Write(json, "silhouette", tried.Silhouette);
        json.WriteNumber("silhouetteSample", tried.Metrics.SilhouetteSample);
        Write(json, "calinskiHarabasz", tried.CalinskiHarabasz);
        Write(json, "daviesBouldin", tried.DaviesBouldin);
        if (tried.LogLikelihood is not null)
        {
            Write(json, "bic", tried.Metrics.Bic);
            Write(json, "aic", tried.Metrics.Aic);
            Write(json, "logLikelihood", tried.LogLikelihood);
            json.WriteNumber("collapsed", tried.Metrics.Collapsed ?? 0);
        }

        Write(json, "sizes", tried.Sizes.Select(size => (double)size));
        json.WriteEndObject();
    }

    private static void WriteTrust(Utf8JsonWriter json, TableFit fit)
    {
        json.WriteStartObject("structure");
        if (fit.Structure is { } structure)
        {
            json.WriteBoolean("present", structure.Present);
            json.WriteNumber("silhouette", structure.Silhouette);
            json.WriteNumber("permuted", structure.Permuted);
            json.WriteNumber("copies", structure.Copies);
            json.WriteNumber("sample", structure.Sample);
        }
        else
        {
            json.WriteNull("present");
            json.WriteNull("silhouette");
            json.WriteNull("permuted");
        }

        json.WriteEndObject();
        Write(json, "stability", fit.Stability?.MeanAdjustedRand);
    }

    private static void WriteColumns(Utf8JsonWriter json, FeatureTable table)
    {
        json.WriteStartArray("features");
        foreach (var feature in table.Features)
        {
            json.WriteStartObject();
            json.WriteString("name", feature.Name);
            json.WriteBoolean("log", feature.Log);
            json.WriteNumber("mean", feature.Mean);
            json.WriteNumber("standardDeviation", feature.StandardDeviation);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("missing");
        foreach (var missing in table.Table.Missing)
        {
            json.WriteStartObject();
            json.WriteString("column", missing.Column);
            json.WriteNumber("count", missing.Count);
            json.WriteNumber("firstLine", missing.FirstLine);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRows(Utf8JsonWriter json, string name, IEnumerable<double[]> rows)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartArray();
            Array.ForEach(row, json.WriteNumberValue);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
