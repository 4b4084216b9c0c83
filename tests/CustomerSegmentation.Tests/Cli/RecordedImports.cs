using CustomerSegmentation.Cli.Importing;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;

namespace CustomerSegmentation.Tests.Cli;

/// <summary>Imports one after the other, recorded as an engine records them: the first event of an id stays.</summary>
internal sealed class RecordedImports
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<(string CustomerId, string EventId), PurchaseEvent> _events = [];

    /// <summary>Ids of events that came again with other content.</summary>
    public List<string> Conflicts { get; } = [];

    public IReadOnlyCollection<PurchaseEvent> Events => _events.Values;

    /// <summary>What orders are worth.</summary>
    public Dictionary<(string CustomerId, string OrderId), decimal> Orders => _events.Values
        .GroupBy(e => (e.CustomerId, e.OrderId))
        .ToDictionary(order => order.Key, order => order.Sum(e => e.Type == PurchaseEventType.Purchase ? e.Amount : -e.Amount));

    /// <summary>Reads a table that has nothing to complain about.</summary>
    public static ImportFile Read(string text, ImportFormat? format = null)
    {
        using var file = TemporaryFile.Of(text);
        var read = ImportFile.Read(file.Path, format ?? ImportFormat.Default, Now);
        read.Report.Invalid.ShouldBe(0);
        return read;
    }

    /// <returns>How many events were not yet known.</returns>
    public int Import(string text, ImportFormat? format = null)
    {
        var known = _events.Count;
        foreach (var found in Read(text, format).Events)
        {
            if (!_events.TryAdd((found.CustomerId, found.EventId), found) && _events[(found.CustomerId, found.EventId)] != found)
            {
                Conflicts.Add(found.EventId);
            }
        }

        return _events.Count - known;
    }
}
