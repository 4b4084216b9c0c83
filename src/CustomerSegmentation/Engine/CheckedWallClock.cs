using System.Globalization;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Engine;

/// <summary>
/// The wall clock, checked against monotonic time and, at a start, against the last time on record. While it shows what cannot be, time goes
/// on from where the clock was last right, as fast as monotonic time: until it is right again, or a person says that it is.
/// </summary>
/// <remarks>What customers lose by time alone is on record for good, so a clock that is wrong for seconds must not move anybody.</remarks>
public sealed class CheckedWallClock : TimeProvider
{
    private static readonly TimeSpan BetweenComparisons = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly TimeSpan _jump;
    private readonly TimeSpan _gap;
    private Reference _reference;
    private long _onRecord; // UTC ticks

    /// <summary>Believes the clock at first.</summary>
    /// <param name="time">The clock to be checked.</param>
    /// <param name="jump">How far it may leap ahead of monotonic time, which stands still while a machine is suspended.</param>
    /// <param name="gap">How far it may be ahead of the last time on record at a start.</param>
    public CheckedWallClock(TimeProvider time, TimeSpan jump, TimeSpan gap)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_time, _jump, _gap) = (time, jump, gap);
        _reference = new(time.GetUtcNow(), time.GetTimestamp(), jump, FromRecord: false);
    }

    /// <summary>Checked like an engine's.</summary>
    /// <param name="time">The clock to be checked.</param>
    /// <param name="options">How far it may be off.</param>
    public static CheckedWallClock Of(TimeProvider time, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(time, options.ClockJump, options.ClockGap);
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _time.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => _time.TimestampFrequency;

    /// <summary>Why the wall clock is not believed, in a sentence; null while it is.</summary>
    public string? Problem => Read() is { IsInDoubt: true } reading
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"The wall clock shows {reading.Wall.UtcDateTime:u}; by {reading.By} it should show about {reading.Now.UtcDateTime:u}. The engine goes on "
            + $"from there, and moves nobody by a sweep, until the clock is right again or somebody confirms it (POST /api/v1/clock/confirm).")
        : null;

    /// <summary>Up to when events do not lie in the future. While the clock is in doubt that is as far as it could be behind.</summary>
    public DateTimeOffset Latest => Read() is { IsInDoubt: true } reading
        ? (reading.Wall > reading.Now ? reading.Wall : reading.Now) + _gap
        : GetUtcNow();

    /// <summary>The time on the wall; while that is in doubt, the time that should be there.</summary>
    public override DateTimeOffset GetUtcNow() => Read().Now;

    /// <inheritdoc/>
    public override long GetTimestamp() => _time.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _time.CreateTimer(callback, state, dueTime, period);

    /// <summary>At a start, before time matters: the clock must fit the last time on record.</summary>
    /// <param name="lastOnRecord">In UTC ticks; null where there is none.</param>
    public void Resume(string? lastOnRecord)
    {
        if (Parse(lastOnRecord) is { } last)
        {
            Volatile.Write(ref _reference, new(last, _time.GetTimestamp(), _gap, FromRecord: true));
            Volatile.Write(ref _onRecord, last.UtcTicks);
        }
    }

    /// <summary>A person says that the wall clock is right.</summary>
    /// <returns>What it shows, to be kept on record: UTC ticks.</returns>
    public string Confirm()
    {
        var wall = _time.GetUtcNow();
        Volatile.Write(ref _reference, new(wall, _time.GetTimestamp(), _jump, FromRecord: false));
        return Kept(wall);
    }

    /// <summary>
    /// In doubt: if another engine that shares the record has put its time there since, and the clock agrees with that, the clock is right.
    /// </summary>
    /// <param name="onRecord">In UTC ticks; null where there is none.</param>
    public void Compare(string? onRecord)
    {
        if (Parse(onRecord) is { } theirs && theirs.UtcTicks != Volatile.Read(ref _onRecord))
        {
            Volatile.Write(ref _onRecord, theirs.UtcTicks);
            if ((_time.GetUtcNow() - theirs).Duration() <= EventValidator.ClockTolerance)
            {
                Confirm();
            }
        }
    }

    /// <summary>
    /// The time to keep on record, in UTC ticks; null while the last one is new enough, or the clock in doubt. At the end it is the time by
    /// which the engine went, in doubt or not: the next one goes on from there.
    /// </summary>
    /// <param name="isEnd">Whether it is the last chance.</param>
    public string? TakeForRecord(bool isEnd = false)
    {
        var reading = Read();
        var isDue = !reading.IsInDoubt && (reading.Now.UtcTicks - Volatile.Read(ref _onRecord)) is (< 0 or >= TimeSpan.TicksPerMinute);
        return isEnd || isDue ? Kept(reading.Now) : null;
    }

    private static DateTimeOffset? Parse(string? ticks) =>
        ticks is null ? null : new(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero);

    private string Kept(DateTimeOffset moment)
    {
        Volatile.Write(ref _onRecord, moment.UtcTicks);
        return moment.UtcTicks.ToString(CultureInfo.InvariantCulture);
    }

    private Reading Read()
    {
        var reference = Volatile.Read(ref _reference);
        var timestamp = _time.GetTimestamp();
        var wall = _time.GetUtcNow();
        var passed = _time.GetElapsedTime(reference.Timestamp, timestamp);
        var expected = reference.Wall + passed;
        if (wall - expected < -EventValidator.ClockTolerance || wall - expected > reference.Ahead)
        {
            return new(expected, wall, IsInDoubt: true, reference.FromRecord ? "the last time on record" : "the time that has passed since it was right");
        }

        if (reference.FromRecord || passed >= BetweenComparisons)
        {
            // Two at the same moment see the same clock: it does not matter whose comparison stays.
            Volatile.Write(ref _reference, new(wall, timestamp, _jump, FromRecord: false));
        }

        return new(wall, wall, IsInDoubt: false, "");
    }

    /// <summary>When the clock was last right.</summary>
    /// <param name="Wall">What it showed.</param>
    /// <param name="Timestamp">Monotonic time then.</param>
    /// <param name="Ahead">How far it may be ahead of what follows from that.</param>
    /// <param name="FromRecord">Whether an engine that ran before has seen it.</param>
    private sealed record Reference(DateTimeOffset Wall, long Timestamp, TimeSpan Ahead, bool FromRecord);

    /// <summary>What the clock shows, and what to make of it.</summary>
    private readonly record struct Reading(DateTimeOffset Now, DateTimeOffset Wall, bool IsInDoubt, string By);
}
