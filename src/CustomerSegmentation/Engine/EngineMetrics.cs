using System.Diagnostics.Metrics;
using CustomerSegmentation.Migrations;
using CustomerSegmentation.Models.Drift;

namespace CustomerSegmentation.Engine;

/// <summary>What an engine counts and measures. One per engine; both hosts use the same names.</summary>
public sealed class EngineMetrics : IDisposable
{
    /// <summary>Name of the meter, and of the activity source.</summary>
    public const string Name = "CustomerSegmentation";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _recorded;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _migrations;
    private readonly Histogram<double> _lag;
    private readonly Histogram<double> _commit;
    private readonly Counter<long> _fits;
    private readonly Gauge<double> _drift;

    /// <summary>Creates the instruments.</summary>
    public EngineMetrics()
    {
        _recorded = _meter.CreateCounter<long>("segmentation.events.recorded", "{event}", "Events that were new and count.");
        _duplicates = _meter.CreateCounter<long>("segmentation.events.duplicates", "{event}", "Events that had been folded before.");
        _refused = _meter.CreateCounter<long>("segmentation.events.refused", "{event}", "Events that were refused, by code.");
        _migrations = _meter.CreateCounter<long>("segmentation.migrations", "{migration}", "Changes of segment, by cause.");
        _lag = _meter.CreateHistogram<double>("segmentation.lag", "s", "From occurredAt to durable, for the oldest event of a call.");
        _commit = _meter.CreateHistogram<double>("segmentation.commit.duration", "s", "Time of one commit.");
        _fits = _meter.CreateCounter<long>("segmentation.fits", "{fit}", "Fits, by what led to them and what became of them.");
        _drift = _meter.CreateGauge<double>(
            "segmentation.drift", "1", "Population stability index since the fit of the model in force, by feature.");
    }

    /// <summary>Counts what became of one call.</summary>
    public void Count(RecordReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        _recorded.Add(receipt.Recorded);
        _duplicates.Add(receipt.Duplicates);
        foreach (var refused in receipt.Refused)
        {
            _refused.Add(1, new KeyValuePair<string, object?>("code", refused.Code));
        }
    }

    /// <summary>Counts migrations that became durable.</summary>
    public void Count(IReadOnlyList<Migration> migrations)
    {
        ArgumentNullException.ThrowIfNull(migrations);
        foreach (var migration in migrations)
        {
            _migrations.Add(1, new KeyValuePair<string, object?>("cause", NameOf(migration.Cause)));
        }
    }

    /// <summary>Counts a fit, with why it was refused or held.</summary>
    public void Count(LastFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        _fits.Add(1, new("trigger", NameOf(fit.Trigger)), new("outcome", NameOf(fit.Outcome)), new("code", fit.Code ?? "none"));
    }

    /// <summary>Measures how far the customers have drifted.</summary>
    public void Measure(PopulationDrift drift)
    {
        ArgumentNullException.ThrowIfNull(drift);
        foreach (var feature in drift.Features)
        {
            _drift.Record(feature.Index, new KeyValuePair<string, object?>("feature", feature.Name));
        }
    }

    /// <summary>Measures the age of the oldest event of a call when it became durable.</summary>
    public void MeasureLag(TimeSpan lag) => _lag.Record(Math.Max(0, lag.TotalSeconds));

    /// <summary>Measures one commit.</summary>
    public void MeasureCommit(TimeSpan duration) => _commit.Record(duration.TotalSeconds);

    /// <summary>Reports, whenever somebody looks, what the engine holds.</summary>
    /// <param name="queued">Events that are accepted and not yet durable.</param>
    /// <param name="modelAge">How long the model is in force; zero for the rules of the first day.</param>
    /// <param name="customers">Members by segment id; the key "none" for lapsed customers.</param>
    public void Observe(Func<long> queued, Func<TimeSpan> modelAge, Func<IEnumerable<KeyValuePair<string, long>>> customers)
    {
        _meter.CreateObservableGauge("segmentation.queue", queued, "{event}", "Events that are accepted and not yet durable.");
        _meter.CreateObservableGauge(
            "segmentation.model.age", () => modelAge().TotalSeconds, "s", "Time since the model was put in force.");
        _meter.CreateObservableGauge(
            "segmentation.customers",
            () => customers().Select(count => new Measurement<long>(
                count.Value, new KeyValuePair<string, object?>("segment", count.Key))),
            "{customer}",
            "Customers by segment.");
    }

    /// <summary>Reports, whenever somebody looks, of how many customers nothing can be read.</summary>
    public void ObserveUnreadable(Func<int> unreadable) => _meter.CreateObservableGauge(
        "segmentation.customers.unreadable", unreadable, "{customer}", "Customers in memory whose stored state cannot be read.");

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static string NameOf<T>(T word)
        where T : struct, Enum => word.ToString().ToLowerInvariant();

    private static string NameOf(MigrationCause cause) => cause switch
    {
        MigrationCause.Purchase => "purchase",
        MigrationCause.Refund => "refund",
        MigrationCause.Decay => "decay",
        MigrationCause.Refit => "refit",
        MigrationCause.Correction => "correction",
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, message: null),
    };
}
