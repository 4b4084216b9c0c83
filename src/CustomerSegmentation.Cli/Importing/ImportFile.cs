using CustomerSegmentation.Cli.Reading;
using CustomerSegmentation.Cli.Sending;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Cli.Importing;

/// <summary>A file read and checked from its first to its last line, before anything is sent.</summary>
/// <param name="Events">In time order; a purchase before a refund of the same moment.</param>
/// <param name="Report">What was found.</param>
internal sealed record ImportFile(IReadOnlyList<PurchaseEvent> Events, ImportReport Report)
{
    private const int LinesBetweenUpdates = 5_000;

    public static ImportFile Read(string path, ImportFormat format, DateTimeOffset now, ProgressReport? progress = null)
    {
        using var table = TableReader.Open(path, EventFields.Optional);
        var layout = Layout.Of(table.Columns, format.Map, format.Only?.Column);
        var report = new ImportReport();
        var lines = Watched(new LineReader(table, layout, format, report).Read(), table, report, progress);
        var found = layout.IsRetail ? RetailOrders.ToEvents(lines, report) : OrderTable.ToEvents(lines, report);
        var events = Admissible(found, now, report);
        events.Sort((a, b) => a.OccurredAt != b.OccurredAt
            ? a.OccurredAt.CompareTo(b.OccurredAt)
            : a.Type != b.Type ? a.Type.CompareTo(b.Type) : string.CompareOrdinal(a.EventId, b.EventId));
        Count(events, report);
        progress?.Update(1, () => $"{report.Lines:#,0} lines");
        return new(events, report);
    }

    private static IEnumerable<OrderLine> Watched(
        IEnumerable<OrderLine> lines, TableReader table, ImportReport report, ProgressReport? progress)
    {
        foreach (var line in lines)
        {
            if (report.Lines % LinesBetweenUpdates == 0)
            {
                progress?.Update(table.Fraction, () => $"{report.Lines:#,0} lines");
            }

            yield return line;
        }
    }

    /// <summary>The events that an engine would admit; whether it knows their currency, only it can say.</summary>
    private static List<PurchaseEvent> Admissible(List<PurchaseEvent> events, DateTimeOffset now, ImportReport report)
    {
        var validator = new EventValidator(new EngineOptions());
        return events.FindAll(found =>
        {
            if (validator.Check(found with { Currency = null }, now, out _) is not { } refusal)
            {
                return true;
            }

            report.RejectEvent(refusal.Code, refusal.Reason, found.EventId);
            return false;
        });
    }

    private static void Count(List<PurchaseEvent> events, ImportReport report)
    {
        report.Customers = events.Where(e => e.Type == PurchaseEventType.Purchase).DistinctBy(e => e.CustomerId).Count();
        foreach (var found in events)
        {
            if (found.Type == PurchaseEventType.Purchase)
            {
                report.Purchases++;
                report.Purchased += found.Amount;
            }
            else
            {
                report.Refunds++;
                report.Refunded += found.Amount;
            }
        }
    }
}
