using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.Tests.Migrations;

/// <summary>Customers with the moves they made, as the record has them.</summary>
/// <param name="FirstContacts">Customers who were heard of before they were in a segment, and the day.</param>
/// <param name="Moves">Each customer's in order; the customers mixed.</param>
internal sealed record Past(IReadOnlyList<(ulong Customer, long At)> FirstContacts, IReadOnlyList<Move> Moves)
{
    private static readonly MigrationCause[] Causes = Enum.GetValues<MigrationCause>();
    private static readonly string?[] Segments = [null, "a", "b", "c", "d"];

    public static DateTimeOffset Day(double day) => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day);

    public static Move Moved(ulong customer, string? from, string? to, double day, MigrationCause cause = MigrationCause.Purchase, double worth = 10) =>
        new(customer, from, to, cause, Day(day).UtcTicks, worth);

    public static Past Of(params IReadOnlyList<Move> moves) => new([], moves);

    /// <summary>
    /// Some dozens of customers over a hundred days of which they move on few, so that several moves fall on the same moment and
    /// on the moments that reports are asked for.
    /// </summary>
    public static Past Random(int seed)
    {
        var random = new Random(seed);
        var contact = new List<(ulong, long)>();
        var queues = new List<Queue<Move>>();
        for (ulong customer = 0; customer < (ulong)random.Next(1, 60); customer++)
        {
            int[] days = [.. Enumerable.Range(0, random.Next(0, 9)).Select(_ => random.Next(100)).Order()];
            if (days.Length == 0 || random.Next(4) == 0)
            {
                contact.Add((customer, Day(random.Next(days.Length == 0 ? 100 : days[0] + 1)).UtcTicks));
            }

            var queue = new Queue<Move>();
            string? segment = null;
            foreach (var day in days)
            {
                var choices = Segments.Where(other => other != segment).ToArray();
                var next = choices[random.Next(choices.Length)];
                queue.Enqueue(Moved(customer, segment, next, day, Causes[random.Next(Causes.Length)], random.Next(1_000)));
                segment = next;
            }

            queues.Add(queue);
        }

        var moves = new List<Move>();
        while (queues.Where(queue => queue.Count > 0).ToList() is { Count: > 0 } left)
        {
            moves.Add(left[random.Next(left.Count)].Dequeue());
        }

        return new(contact, moves);
    }

    public TResult Report<TResult>(IMigrationReport<TResult> report)
    {
        var (after, through) = (report.Range.After?.UtcTicks ?? long.MinValue, report.Range.Through.UtcTicks);
        foreach (var (customer, at) in FirstContacts.Where(contact => contact.At > after && contact.At <= through))
        {
            report.AddFirstContact(customer, at);
        }

        foreach (var move in Moves.Where(move => move.EffectiveAt > after && move.EffectiveAt <= through))
        {
            report.Take(move);
        }

        return report.Finish();
    }

    /// <summary>Customers heard of by then.</summary>
    public IReadOnlyList<ulong> KnownAt(DateTimeOffset moment) =>
    [
        .. FirstContacts.Where(contact => contact.At <= moment.UtcTicks).Select(contact => contact.Customer)
            .Concat(Moves.Where(move => move.EffectiveAt <= moment.UtcTicks).Select(move => move.Customer)).Distinct(),
    ];

    /// <summary>Where a customer is after everything that took effect by then.</summary>
    public string? SegmentOf(ulong customer, DateTimeOffset moment) => Moves
        .Where(move => move.Customer == customer && move.EffectiveAt <= moment.UtcTicks).Select(move => move.To).LastOrDefault();
}
