using System.Buffers;
using System.Runtime.ExceptionServices;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Edge.Api.Answers;
using CustomerSegmentation.Edge.Events;
using CustomerSegmentation.Edge.Telemetry;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Api.Recording;

/// <summary>
/// The events of one request on their way into the engine: in lots, a few of them in flight, so that memory stays
/// the same however long the request is. One caller at a time adds; the answers come in on any thread.
/// </summary>
internal sealed class EventRecording(
    ISegmentationEngine engine, RefusedEvents unreadable, TimeSpan timeout, TimeProvider time, CancellationToken aborted) : IAsyncDisposable
{
    /// <summary>Events handed to the engine at once.</summary>
    public const int LotSize = 1_000;

    /// <summary>Refused events listed in the answer; beyond them they are only counted.</summary>
    public const int MaxRefusedShown = 10_000;

    private const int LotsInFlight = 4;

    private readonly List<Task> _lots = new(LotsInFlight);
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(aborted);
    private readonly Lock _gate = new();
    private readonly List<RefusedEvent> _refused = [];
    private List<PurchaseEvent> _events = new(LotSize);
    private List<int> _indexes = new(LotSize);
    private byte[] _scratch = [];
    private long _recorded;
    private long _duplicates;
    private long _refusedCount;
    private int _next;
    private ExceptionDispatchInfo? _failure;

    /// <summary>No more may be added before <see cref="SendAsync"/>.</summary>
    public bool IsFull => _events.Count == LotSize;

    /// <summary>Reads the next event of the body.</summary>
    public void Add(in ReadOnlySequence<byte> json)
    {
        var index = _next++;
        if (EventReader.ReadLine(Contiguous(json), index, out var refused) is { } purchase)
        {
            Take(purchase, index);
        }
        else
        {
            Refuse(refused!);
        }
    }

    /// <summary>Takes an event that was read.</summary>
    public void Take(PurchaseEvent purchase, int index)
    {
        _events.Add(purchase);
        _indexes.Add(index);
    }

    /// <summary>Refuses the next event of the body unread.</summary>
    public void RefuseNext(Refusal refusal) => Refuse(new(_next++, null, refusal.Code, refusal.Reason));

    /// <summary>Refuses an event that could not be read.</summary>
    public void Refuse(RefusedEvent refused)
    {
        unreadable.Count(refused.Code);
        List(refused);
    }

    private void List(RefusedEvent refused)
    {
        lock (_gate)
        {
            _refusedCount++;
            if (_refused.Count < MaxRefusedShown)
            {
                _refused.Add(refused);
            }
        }
    }

    /// <summary>Hands the events gathered so far to the engine, when few enough lots are on their way.</summary>
    /// <exception cref="RecordTimeoutException">An earlier lot waited too long.</exception>
    public async Task SendAsync()
    {
        if (_events.Count == 0)
        {
            return;
        }

        while (!HasRoom())
        {
            await Task.WhenAny(_lots);
        }

        _failure?.Throw();
        Start();
    }

    /// <summary>
    /// The same, if that needs no waiting: for when the body pauses, so that a slow stream is recorded as it comes.
    /// </summary>
    public void SendIfIdle()
    {
        if (_events.Count > 0 && HasRoom() && _failure is null)
        {
            Start();
        }
    }

    /// <summary>Sends what is left and waits until everything is durable.</summary>
    /// <exception cref="RecordTimeoutException">A lot waited too long.</exception>
    public async Task<RecordAnswer> FinishAsync()
    {
        await SendAsync();
        await Task.WhenAll(_lots);
        _failure?.Throw();
        return SoFar();
    }

    /// <summary>What is durable by now.</summary>
    public RecordAnswer SoFar()
    {
        lock (_gate)
        {
            return new(_recorded, _duplicates, _refusedCount, [.. _refused.OrderBy(refused => refused.Index)]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_lots);
        _stop.Dispose();
        if (_scratch.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_scratch);
        }
    }

    private bool HasRoom()
    {
        _lots.RemoveAll(lot => lot.IsCompleted);
        return _lots.Count < LotsInFlight;
    }

    private void Start()
    {
        _lots.Add(RecordAsync(_events, _indexes));
        _events = new(LotSize);
        _indexes = new(LotSize);
    }

    /// <summary>Never fails itself: the first failure is kept for the caller, and stops the lots beside it.</summary>
    private async Task RecordAsync(List<PurchaseEvent> events, List<int> indexes)
    {
        using var impatience = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(impatience.Token, _stop.Token);
        try
        {
            Count(await engine.RecordAsync(events, either.Token), indexes);
        }
        catch (Exception failure)
        {
            if (failure is OperationCanceledException && impatience.IsCancellationRequested)
            {
                failure = new RecordTimeoutException(timeout);
            }

            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
            await _stop.CancelAsync();
        }
    }

    private void Count(RecordReceipt receipt, List<int> indexes)
    {
        lock (_gate)
        {
            _recorded += receipt.Recorded;
            _duplicates += receipt.Duplicates;
        }

        foreach (var refused in receipt.Refused)
        {
            List(refused with { Index = indexes[refused.Index] });
        }
    }

    private ReadOnlySpan<byte> Contiguous(in ReadOnlySequence<byte> json)
    {
        if (json.IsSingleSegment)
        {
            return json.FirstSpan;
        }

        var length = (int)json.Length;
        if (_scratch.Length < length)
        {
            if (_scratch.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_scratch);
            }

            _scratch = ArrayPool<byte>.Shared.Rent(length);
        }

        json.CopyTo(_scratch);
        return _scratch.AsSpan(0, length);
    }
}
