using CustomerSegmentation.Migrations;

namespace CustomerSegmentation.HostTests.Ledger;

/// <summary>
/// Customers with the moves they made, and what reports have to say of them, counted anew for every question from the words of
/// docs/migrations.md.
/// </summary>
internal sealed class History
{
    private static readonly string?[] Segments = [null, "a", "b", "c"];
    private readonly DateTimeOffset _day0;

    /// <summary>A hundred days, of which customers move on few: several moves fall on one moment.</summary>
    public History(DateTimeOffset day0, int seed, int customers)
    {
        _day0 = day0;
        var random = new Random(seed);
        for (var i = 0; i < customers; i++)
        {
            int[] days = [.. Enumerable.Range(0, random.Next(0, 9)).Select(_ => random.Next(100)).Order()];
            if (days.Length == 0 || random.Next(4) == 0)
            {
                var contact = random.Next(days.Length == 0 ? 100 : days[0] + 1);
                FirstContacts.Add(($"C{i}", day0.AddDays(contact), day0.AddDays(contact + random.Next(3))));
            }

            Add($"C{i}", days, random);
        }

        Moves = [.. Moves.OrderBy(move => move.RecordedAt)];
    }

    public List<(string Customer, DateTimeOffset Since, DateTimeOffset RecordedAt)> FirstContacts { get; } = [];

    /// <summary>In the order of record.</summary>
    public IReadOnlyList<Migration> Moves { get; private set; } = [];

    public IEnumerable<string> KnownAt(DateTimeOffset moment, DateTimeOffset knownAt) =>
        FirstContacts.Where(contact => contact.Since <= moment && contact.RecordedAt <= knownAt).Select(contact => contact.Customer)
            .Union(By(moment, knownAt).Select(move => move.CustomerId));

    public string? SegmentOf(string customer, DateTimeOffset moment, DateTimeOffset knownAt) =>
        By(moment, knownAt).Where(move => move.CustomerId == customer).MaxBy(move => move.Sequence)?.To;

    /// <summary>Moves that took effect by then and were known by then.</summary>
    public IEnumerable<Migration> By(DateTimeOffset moment, DateTimeOffset knownAt) =>
        Moves.Where(move => move.EffectiveAt <= moment && move.RecordedAt <= knownAt);

    /// <summary>When a stay that began with this move ended, and whether by a refit; null while it lasts.</summary>
    public (TimeSpan After, bool Refit)? Left(Migration entered, DateTimeOffset asOf) =>
        By(asOf, DateTimeOffset.MaxValue).SingleOrDefault(
            move => move.CustomerId == entered.CustomerId && move.Sequence == entered.Sequence + 1) is { } left
                ? (left.EffectiveAt - entered.EffectiveAt, left.Cause == MigrationCause.Refit)
                : null;

    private void Add(string customer, int[] days, Random random)
    {
        string? segment = null;
        var recorded = _day0;
        for (var n = 0; n < days.Length; n++)
        {
            string?[] others = [.. Segments.Where(other => other != segment)];
            var next = others[random.Next(others.Length)];
            recorded = new(Math.Max(recorded.UtcTicks, _day0.AddDays(days[n] + random.Next(3)).UtcTicks), TimeSpan.Zero);
            Moves = [.. Moves, new(customer, n + 1, segment, next, (MigrationCause)random.Next(5), 1, _day0.AddDays(days[n]), recorded, null, random.Next(1_000))];
            segment = next;
        }
    }
}
