using System.Globalization;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Engine;

/// <summary>
/// The wall clock, checked against monotonic time and, at a start, against the last time on record. While it shows what cannot be, time goes
/// on from where the clock was last right, as fast as monotonic time: until it is right again, or a person says that it is.
/// </summary>
/// <remarks>What customers lose by time alone is on record for good, so a clock that is wrong for seconds must not move anybody.</remarks>
public sealed class CheckedWallClock : TimeProvider
{
    private const string DoubtMark = " doubted";

    private static readonly TimeSpan Tolerance = EventValidator.ClockTolerance;
    private static readonly TimeSpan BetweenComparisons = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider _time;
    private readonly TimeSpan _jump;
    private readonly TimeSpan _gap;
    private Reference _reference;
    private long _onRecord; // UTC ticks
    private bool _othersKnow;

    /// <summary>Believes the clock at first.</summary>
    /// <param name="time">The clock to be checked.</param>
    /// <param name="jump">How far it may leap ahead of monotonic time, which stands still while a machine is suspended.</param>
    /// <param name="gap">How far it may be ahead of the last time on record at a start.</param>
    public CheckedWallClock(TimeProvider time, TimeSpan jump, TimeSpan gap)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_time, _jump, _gap) = (time, jump, gap);
        _reference = Believed(time.GetUtcNow());
    }

    /// <summary>Checked like an engine's.</summary>
    /// <param name="time">The clock to be checked; one that is checked already stays as it is.</param>
    /// <param name="options">How far it may be off.</param>
    public static CheckedWallClock Of(TimeProvider time, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return time as CheckedWallClock ?? new(time, options.ClockJump, options.ClockGap);
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _time.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => _time.TimestampFrequency;

    /// <summary>Why the wall clock is not believed, in a sentence; null while it is.</summary>
    public string? Problem => Read() is { IsInDoubt: true } reading
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"The wall clock shows {reading.Wall.UtcDateTime:u}; by {reading.By} it should show about {reading.Now.UtcDateTime:u}. Until it is right "
            + $"again, or somebody confirms it (POST /api/v1/clock/confirm), nobody is moved by a sweep or a review, and events of later wait.")
        : null;

    /// <summary>The time on the wall; while that is in doubt, the time that should be there.</summary>
    public override DateTimeOffset GetUtcNow() => Read().Now;

    /// <inheritdoc/>
    public override long GetTimestamp() => _time.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _time.CreateTimer(callback, state, dueTime, period);

    /// <summary>
    /// Complete once events may be judged. While the clock is in doubt and they lie in what would be the future, they can be neither refused nor
    /// dated, and wait.
    /// </summary>
    /// <param name="events">All of a call.</param>
    /// <param name="cancellation">Gives up; nothing has become of the events then.</param>
    public async ValueTask AdmitAsync(IReadOnlyList<PurchaseEvent> events, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(events);
        while (Read() is { IsInDoubt: true } reading && events.Any(e => e.OccurredAt > reading.Now + Tolerance))
        {
            await Task.Delay(BetweenLooks, System, cancellation);
        }
    }

    /// <summary>At a start, before time matters: the clock must fit the last time on record.</summary>
    /// <param name="lastOnRecord">As <see cref="TakeForRecord"/> gave it; null where there is none.</param>
    public void Resume(string? lastOnRecord)
    {
        if (Parse(lastOnRecord) is { } last)
        {
            // A clock that was in doubt may not be believed only because the engine was started anew.
            Volatile.Write(ref _reference, new(last, _time.GetTimestamp(), IsDoubted(lastOnRecord) ? _jump : _gap, FromRecord: true, Before: null));
            Volatile.Write(ref _onRecord, last.UtcTicks);
        }
    }

    /// <summary>
    /// Other engines run on the same record: what they have put there is of the last minute, so the clock must fit it as closely as monotonic
    /// time.
    /// </summary>
    public void ResumeBesideOthers()
    {
        if (Volatile.Read(ref _onRecord) is > 0 and var last)
        {
            Volatile.Write(ref _reference, new(new(last, TimeSpan.Zero), _time.GetTimestamp(), Tolerance, FromRecord: true, Before: null));
        }
    }

    /// <summary>What the wall clock shows, to be kept on record before <see cref="Confirm"/>.</summary>
    public string Shown => Text(_time.GetUtcNow());

    /// <summary>A person says that the wall clock is right.</summary>
    public void Confirm()
    {
        var wall = _time.GetUtcNow();
        Volatile.Write(ref _reference, Believed(wall));
        Volatile.Write(ref _onRecord, wall.UtcTicks);
        Volatile.Write(ref _othersKnow, false);
    }

    /// <summary>
    /// If another engine that shares the record has put its time there since, and this clock, in doubt, agrees with that, the clock is right.
    /// </summary>
    /// <param name="onRecord">As <see cref="TakeForRecord"/> gave it; null where there is none.</param>
    public void Compare(string? onRecord)
    {
        if (!Read().IsInDoubt || Parse(onRecord) is not { } theirs || IsDoubted(onRecord) || theirs.UtcTicks == Volatile.Read(ref _onRecord))
        {
            return;
        }

        if ((_time.GetUtcNow() - theirs).Duration() <= Tolerance)
        {
            Confirm();
        }
        else
        {
            // Somebody whose clock is right has written: a clock that is in doubt has nothing to add.
            Volatile.Write(ref _othersKnow, true);
        }
    }

    /// <summary>
    /// The time to keep on record, once a minute and at the end: the one by which the engine goes, marked while the clock is in doubt. Null
    /// while the last one is new enough, or other engines know better.
    /// </summary>
    /// <param name="isEnd">Whether it is the last chance.</param>
    public string? TakeForRecord(bool isEnd = false)
    {
        var reading = Read();
        var since = reading.Now.UtcTicks - Volatile.Read(ref _onRecord);
        if ((reading.IsInDoubt && Volatile.Read(ref _othersKnow)) || (!isEnd && since >= 0 && since < TimeSpan.TicksPerMinute))
        {
            return null;
        }

        Volatile.Write(ref _onRecord, reading.Now.UtcTicks);
        return Text(reading.Now) + (reading.IsInDoubt ? DoubtMark : "");
    }

    private static string Text(DateTimeOffset moment) => moment.UtcTicks.ToString(CultureInfo.InvariantCulture);

    private static bool IsDoubted(string? onRecord) => onRecord?.EndsWith(DoubtMark, StringComparison.Ordinal) ?? false;

    private static DateTimeOffset? Parse(string? onRecord) => onRecord is null
        ? null
        : new(long.Parse(onRecord.Replace(DoubtMark, "", StringComparison.Ordinal), CultureInfo.InvariantCulture), TimeSpan.Zero);

    private Reference Believed(DateTimeOffset wall) => new(wall, _time.GetTimestamp(), _jump, FromRecord: false, Before: null);

    private Reading Read()
    {
        var reference = Volatile.Read(ref _reference);
        var timestamp = _time.GetTimestamp();
        var wall = _time.GetUtcNow();
        var (expected, off) = Against(reference);
        if (off < -Tolerance || off > reference.Ahead)
        {
            if (reference.Before is not { } before || Against(before).Off.Duration() > Tolerance)
            {
                return new(expected, wall, IsInDoubt: true, reference.FromRecord ? "the last time on record" : "the time that has passed since it was right");
            }

            // It leapt ahead, was believed, and is back where it was.
            Volatile.Write(ref _reference, new(wall, timestamp, _jump, FromRecord: false, Before: null));
        }
        else if (reference.FromRecord || off > Tolerance || _time.GetElapsedTime(reference.Timestamp, timestamp) >= BetweenComparisons)
        {
            // Two at the same moment see the same clock: it does not matter whose comparison stays.
            Volatile.Write(ref _reference, new(wall, timestamp, _jump, FromRecord: false, off > Tolerance ? reference with { Before = null } : reference.Before));
        }

        return new(wall, wall, IsInDoubt: false, "");

        (DateTimeOffset Expected, TimeSpan Off) Against(Reference known)
        {
            var there = known.Wall + _time.GetElapsedTime(known.Timestamp, timestamp);
            return (there, wall - there);
        }
    }

    /// <summary>When the clock was last right.</summary>
    /// <param name="Wall">What it showed.</param>
    /// <param name="Timestamp">Monotonic time then.</param>
    /// <param name="Ahead">How far it may be ahead of what follows from that.</param>
    /// <param name="FromRecord">Whether an engine that ran before has seen it.</param>
    /// <param name="Before">When it was right before it leapt ahead, if it did: should it leap back, that was right.</param>
    private sealed record Reference(DateTimeOffset Wall, long Timestamp, TimeSpan Ahead, bool FromRecord, Reference? Before);

    /// <summary>What the clock shows, and what to make of it.</summary>
    private readonly record struct Reading(DateTimeOffset Now, DateTimeOffset Wall, bool IsInDoubt, string By);
}
