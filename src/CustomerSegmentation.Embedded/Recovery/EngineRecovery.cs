using System.Globalization;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Embedded.Commits;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Embedded.Models;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Models;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.Embedded.Recovery;

/// <summary>
/// Brings the engine back from its file: pages of the last checkpoint, then the journal since, then the migrations
/// since. Replaying what a page already holds changes nothing, so it does not matter how far a checkpoint got.
/// </summary>
internal sealed class EngineRecovery
{
    private readonly EngineFile _file;
    private readonly EngineOptions _options;
    private readonly LaneClock _clock;
    private readonly LaneRoute _route;
    private readonly LaneCustomers[] _lanes;
    private readonly Dictionary<string, (long At, int Publication)> _touched = new(StringComparer.Ordinal);

    private EngineRecovery(EngineFile file, EngineOptions options, LaneClock clock, LaneRoute route, SegmentOrdinals ordinals)
    {
        _file = file;
        _options = options;
        _clock = clock;
        _route = route;
        _lanes = [.. Enumerable.Range(0, route.Lanes).Select(_ => new LaneCustomers(ordinals))];
    }

    /// <exception cref="StorageException">The file is damaged, or was written under another reporting currency.</exception>
    public static EngineState Run(
        EngineFile file, EngineOptions options, LaneClock clock, LaneRoute route, SegmentOrdinals ordinals)
    {
        try
        {
            return new EngineRecovery(file, options, clock, route, ordinals).Run();
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or System.Text.Json.JsonException)
        {
            throw EngineFile.Corrupt(file.Path, e.Message, e);
        }
        catch (SqliteException e)
        {
            throw EngineFile.Translate(file.Path, e);
        }
    }

    private EngineState Run()
    {
        if (ModelShelf.Read(_file.Reader, _options) is not { } shelf)
        {
            return Begin();
        }

        var currency = _file.Reader.Meta(Markers.Currency);
        if (currency != _options.Currency)
        {
            throw new StorageException(
                StorageFault.Unsuitable,
                $"The data in '{_file.Path}' is in {currency}, and this engine is configured for {_options.Currency}. "
                + "Amounts on record cannot change their currency: use another data folder, or the old currency.");
        }

        ReadPages();
        var (rows, bytes) = ReplayJournal();
        ReplayMigrations();
        Resume(shelf);
        if (_file.Reader.Meta(Markers.Clock) is { } clock)
        {
            _clock.Raise(new(long.Parse(clock, CultureInfo.InvariantCulture), TimeSpan.Zero));
        }

        var sameLayout = _file.Reader.Meta(Markers.Lanes) == _route.Lanes.ToString(CultureInfo.InvariantCulture);
        var rulesChanged = shelf.Versions[SegmentModel.RuleModelVersion].Model is RuleModel known
            && !known.Thresholds.SameAs(_options.Rules);
        if (rulesChanged)
        {
            var rules = shelf.Versions[SegmentModel.RuleModelVersion] with { Model = new RuleModel(_options.Rules) };
            shelf = shelf with { Versions = shelf.Versions.SetItem(SegmentModel.RuleModelVersion, rules) };
        }

        var termsChanged = _file.Reader.Meta(Markers.Window) != WindowText(_options)
            || (rulesChanged && shelf.Terms.Model.Version == SegmentModel.RuleModelVersion);
        return new(shelf, _lanes, !sameLayout, rows, bytes, termsChanged);
    }

    private EngineState Begin()
    {
        var shelf = ModelShelf.Of(_options);
        _file.Writer.Commit(writer =>
        {
            shelf.WriteTo(writer);
            writer.SetMeta(Markers.Currency, _options.Currency);
            writer.SetMeta(Markers.Window, WindowText(_options));
            writer.SetMeta(Markers.Lanes, _route.Lanes.ToString(CultureInfo.InvariantCulture));
        });
        return new(shelf, _lanes, LaidOutAnew: false, JournalRows: 0, JournalBytes: 0, TermsChanged: false);
    }

    private void ReadPages()
    {
        foreach (var (_, _, payload) in _file.Reader.Pages())
        {
            var reader = new PackedReader(payload.Span);
            while (!reader.AtEnd)
            {
                var customer = CustomerCodec.Read(ref reader);
                _lanes[_route.LaneOf(customer.Id)].Place(customer);
            }
        }

        foreach (var lane in _lanes)
        {
            lane.MarkClean();
        }
    }

    private (int Rows, long Bytes) ReplayJournal()
    {
        var rows = 0;
        long bytes = 0;
        foreach (var (_, payload) in _file.Reader.Journal())
        {
            rows++;
            bytes += payload.Length;
            var reader = new PackedReader(payload.Span);
            var header = JournalHeader.Read(ref reader);
            var now = header.Now;
            while (!reader.AtEnd)
            {
                if (reader.Byte() == JournalEntry.Erasure)
                {
                    var erased = reader.Text();
                    _lanes[_route.LaneOf(erased)].Remove(erased);
                    _touched.Remove(erased);
                    continue;
                }

                var e = EventCodec.Read(ref reader);
                if (_clock.IsEvent)
                {
                    now = Math.Max(now, e.OccurredAt);
                    _clock.Raise(new(now, TimeSpan.Zero));
                }

                var lane = _lanes[_route.LaneOf(e.CustomerId)];
                lane[lane.SlotOf(e.CustomerId)]!.Replay(e);
                _touched[e.CustomerId] = (now, header.Publication);
            }
        }

        return (rows, bytes);
    }

    private void ReplayMigrations()
    {
        var inPages = long.Parse(_file.Reader.Meta(Markers.MigrationsInPages) ?? "0", CultureInfo.InvariantCulture);
        foreach (var migration in _file.Reader.MigrationsAfter(inPages))
        {
            if (_lanes[_route.LaneOf(migration.CustomerId)].Find(migration.CustomerId) is { } customer)
            {
                customer.Replay(migration);
                var known = _touched.GetValueOrDefault(migration.CustomerId, (At: 0, Publication: -1));
                _touched[migration.CustomerId] = known with { At = Math.Max(known.At, migration.RecordedAt.UtcTicks) };
            }
        }
    }

    private void Resume(ModelShelf shelf)
    {
        foreach (var (id, (at, publication)) in _touched)
        {
            var lane = _lanes[_route.LaneOf(id)];
            var slot = lane.SlotOf(id);
            var customer = lane[slot]!;

            // Whoever was last assessed under an earlier publication adopts the one in force when next assessed; that
            // step finds the same segment again if the record already has it.
            if (Math.Max(publication, customer.Standing.Publication) == shelf.Terms.Publication.Ordinal)
            {
                customer.Resume(shelf.Terms, new(at, TimeSpan.Zero));
            }

            lane.Changed(slot);
        }
    }

    internal static string WindowText(EngineOptions options) =>
        options.Window?.Ticks.ToString(CultureInfo.InvariantCulture) ?? "all";
}
