using System.Globalization;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Collections;

namespace CustomerSegmentation.Engine;

/// <summary>
/// A page of who leaves a segment by time alone, soonest first. Whoever is offered departures in any order keeps the
/// soonest of them behind the last page, and no more than fit. One thread at a time.
/// </summary>
public sealed class DepartureList
{
    // The latest comes out first: it gives way to a sooner one.
    private readonly PriorityQueue<Departure, Place> _soonest = new(Comparer<Place>.Create((a, b) => b.CompareTo(a)));
    private readonly int _limit;
    private readonly Place? _after;

    /// <summary>An empty page.</summary>
    /// <param name="now">The moment of the question.</param>
    /// <param name="within">How far ahead the list goes; a cursor brings the end of its first page instead.</param>
    /// <param name="cursor">Where the last page ended; null for the first page.</param>
    /// <param name="limit">The most that fit, 1 or more.</param>
    /// <exception cref="InvalidCursorException">The cursor is not one of such a list.</exception>
    public DepartureList(DateTimeOffset now, TimeSpan within, string? cursor, int limit)
    {
        var after = cursor is null ? null : Cursor.Parse(cursor);
        Until = after?.Until ?? (within < DateTimeOffset.MaxValue - now ? now + within : DateTimeOffset.MaxValue).UtcTicks;
        _after = after?.Last;
        _limit = limit;
    }

    /// <summary>Who leaves later is not in the list; UTC ticks. All pages of a list have the same end.</summary>
    public long Until { get; }

    /// <summary>
    /// Whoever is at this place in the list (UTC ticks, then the hash of the id) or before it was on an earlier page; null on the first.
    /// </summary>
    public (long At, ulong Customer)? After => _after is { } last ? (last.At, last.Customer) : null;

    /// <summary>Takes somebody in who belongs on this page, as far as is known by now.</summary>
    /// <param name="departure">Not later than <see cref="Until"/>.</param>
    public void Consider(Departure departure)
    {
        ArgumentNullException.ThrowIfNull(departure);
        var place = Place.Of(departure);
        if (_after is { } last && place.CompareTo(last) <= 0)
        {
            return;
        }

        _soonest.Enqueue(departure, place);
        if (_soonest.Count > _limit + 1) // one more than fit, to know whether there is more
        {
            _soonest.Dequeue();
        }
    }

    /// <summary>The page, of all who were considered.</summary>
    public Page<Departure> ToPage()
    {
        Departure[] page =
            [.. _soonest.UnorderedItems.OrderBy(item => item.Priority).Take(_limit).Select(item => item.Element)];
        return new(page, _soonest.Count > _limit ? new Cursor(Until, Place.Of(page[^1])).ToString() : null);
    }

    /// <summary>
    /// The place of a customer in the list. The id is hashed: a cursor must not tell who it is to those who asked for
    /// hashes.
    /// </summary>
    private readonly record struct Place(long At, ulong Customer) : IComparable<Place>
    {
        public static Place Of(Departure departure) =>
            new(departure.At.UtcTicks, XxHash64.Of(departure.Member.CustomerId));

        public int CompareTo(Place other) => At != other.At ? At.CompareTo(other.At) : Customer.CompareTo(other.Customer);
    }

    /// <summary>Where a page ended, and until when the list goes.</summary>
    private sealed record Cursor(long Until, Place Last)
    {
        public static Cursor Parse(string text) =>
            text.Split('-') is [var untilText, var atText, var customerText]
            && Ticks(untilText) is { } until && Ticks(atText) is { } at
            && ulong.TryParse(customerText, NumberStyles.None, CultureInfo.InvariantCulture, out var customer)
                ? new(until, new(at, customer))
                : throw new InvalidCursorException(text);

        public override string ToString() => $"{Until}-{Last.At}-{Last.Customer}";

        private static long? Ticks(string text) =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
                ? ticks
                : null;
    }
}
