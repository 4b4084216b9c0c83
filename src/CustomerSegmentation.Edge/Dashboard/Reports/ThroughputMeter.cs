using System.Diagnostics.Metrics;
using CustomerSegmentation.Engine;
using Microsoft.Extensions.Hosting;

namespace CustomerSegmentation.Edge.Dashboard.Reports;

/// <summary>Listens to the metrics of this host and keeps the last 10 seconds: the rates of the stream.</summary>
internal sealed class ThroughputMeter : IHostedService, IDisposable
{
    private const int Seconds = 10;

    private readonly ISegmentationEngine _engine;
    private readonly TimeProvider _time;
    private readonly MeterListener _listener = new();
    private readonly Queue<Moment> _samples = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, double> _drift = new(StringComparer.Ordinal);
    private DateTimeOffset? _driftAt;
    private long _recorded;
    private long _refused;
    private long _queue;
    private long _behind;
    private double _lag;
    private ITimer? _timer;
    private long _lags;

    public ThroughputMeter(ISegmentationEngine engine, TimeProvider time)
    {
        (_engine, _time) = (engine, time);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == EngineMetrics.Name && instrument.Name is "segmentation.events.recorded" or "segmentation.events.refused"
                or "segmentation.lag" or "segmentation.queue" or "segmentation.outbound.behind" or "segmentation.drift")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(Take);
        _listener.SetMeasurementEventCallback<double>(Take);
        _listener.Start();
    }

    /// <summary>How the stream flows now.</summary>
    public Throughput Read()
    {
        lock (_gate)
        {
            Moment last = Look(), first = _samples.TryPeek(out var oldest) ? oldest : last;
            var seconds = _time.GetElapsedTime(first.At, last.At).TotalSeconds;
            return new(
                _time.GetUtcNow(),
                seconds > 0 ? (last.Recorded - first.Recorded) / seconds : 0,
                seconds > 0 ? (last.Migrations - first.Migrations) / seconds : 0,
                last.Lags > first.Lags ? TimeSpan.FromSeconds((last.Lag - first.Lag) / (last.Lags - first.Lags)) : null,
                _queue,
                _refused,
                _behind,
                new Dictionary<string, double>(_drift, StringComparer.Ordinal),
                _driftAt,
                _engine.Health);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = _time.CreateTimer(_ => Sample(), state: null, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_timer is { } timer)
        {
            await timer.DisposeAsync(); // no sample of an engine that is gone
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _listener.Dispose();
    }

    private void Sample()
    {
        lock (_gate)
        {
            _samples.Enqueue(Look());
            if (_samples.Count > Seconds)
            {
                _samples.Dequeue();
            }
        }
    }

    /// <summary>Under the lock. Gauges are asked anew: what several say of one is added up.</summary>
    private Moment Look()
    {
        (_queue, _behind) = (0, 0);
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException)
        {
            // An engine that is stopping does not answer; what is shown is what was known.
        }

        return new(_time.GetTimestamp(), Volatile.Read(ref _recorded), _engine.Record.End, Volatile.Read(ref _lag), Volatile.Read(ref _lags));
    }

    private void Take(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        switch (instrument.Name)
        {
            case "segmentation.events.recorded": Interlocked.Add(ref _recorded, value); break;
            case "segmentation.events.refused": Interlocked.Add(ref _refused, value); break;
            case "segmentation.queue": _queue += value; break;
            default: _behind += value; break;
        }
    }

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        lock (_gate)
        {
            if (instrument.Name == "segmentation.lag")
            {
                (_lag, _lags) = (_lag + value, _lags + 1);
            }
            else if (tags is [{ Key: "feature", Value: string feature }])
            {
                (_drift[feature], _driftAt) = (value, _engine.Now);
            }
        }
    }

    private readonly record struct Moment(long At, long Recorded, long Migrations, double Lag, long Lags);
}
