using System.Globalization;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Events;
using CustomerSegmentation.Customers.Packing;
using CustomerSegmentation.Embedded.Commits;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Ledger.Sqlite;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Retraining;
using Microsoft.Data.Sqlite;

namespace CustomerSegmentation.Embedded.Recovery;

/// <summary>
/// Brings the engine back from its file: pages of the last checkpoint, then the journal since, then the migrations
/// since. Replaying what a page already holds changes nothing, so it does not matter how far a checkpoint got. The file is
/// read here, and the lanes work beside.
/// </summary>
internal sealed class EngineRecovery : IDisposable
{
    private const int Lot = 256; // entries that a lane is given at once

    private readonly EngineFile _file;
    private readonly EngineOptions _options;
    private readonly LaneClock _clock;
    private readonly LaneRoute _route;
    private readonly LaneRecovery[] _lanes;
    private int _journalRows;
    private long _journalBytes;
    private bool _erased;

    private EngineRecovery(EngineFile file, EngineOptions options, LaneClock clock, LaneRoute route, SegmentOrdinals ordinals)
    {
        _file = file;
        _options = options;
        _clock = clock;
        _route = route;
        _lanes = [.. Enumerable.Range(0, route.Lanes).Select(_ => new LaneRecovery(ordinals, route.Lanes))];
    }

    /// <exception cref="StorageException">The file is damaged, or was written under another reporting currency.</exception>
    public static EngineState Run(
        EngineFile file, EngineOptions options, LaneClock clock, LaneRoute route, SegmentOrdinals ordinals)
    {
        try
        {
            using var recovery = new EngineRecovery(file, options, clock, route, ordinals);
            return recovery.Run();
        }
        catch (Exception e) when (e is InvalidDataException or System.Text.Json.JsonException)
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
        if (_file.Reader.Registry(_options) is not { } registry)
        {
            return Begin();
        }

        var currency = _file.Reader.Meta(Markers.Currency);
        if (currency != _options.Currency && HasNothingOnRecord(registry))
        {
            _file.Writer.Commit(writer => writer.SetMeta(Markers.Currency, _options.Currency));
        }
        else if (currency != _options.Currency)
        {
            throw new StorageException(
                StorageFault.Unsuitable,
                $"The data in '{_file.Path}' is in {currency}, and this engine is configured for {_options.Currency}. "
                + "Amounts on record cannot change their currency: use another data folder, or the old currency.");
        }

        var sameLayout = _file.Reader.Meta(LaneMarkers.Lanes) == _route.Lanes.ToString(CultureInfo.InvariantCulture);
        var chained = _file.Reader.PagesAreChained;
        ReadPages(sameLayout, chained);
        if (!chained)
        {
            Chain();
        }

        Distribute<JournalStep>(_file.Reader.Journal().SelectMany(row => Steps(row.Payload)), static (lane, steps) => lane.Replay(steps));
        ReplayMigrations();
        RestoreClock();
        registry = UnderCurrentTerms(registry, out var termsChanged);
        Array.ForEach(_lanes, lane => lane.Resume(registry.Terms));
        Array.ForEach(_lanes, static lane => lane.Wait());
        return new(registry, Customers, !(sameLayout && chained), _journalRows, _journalBytes, termsChanged, _erased);
    }

    public void Dispose() => Array.ForEach(_lanes, static lane => lane.Dispose());

    private LaneCustomers[] Customers => Array.ConvertAll(_lanes, static lane => lane.Customers);

    /// <summary>No event, and no model fitted to amounts: as after a first start with a setting that was not meant.</summary>
    private bool HasNothingOnRecord(ModelRegistry registry) =>
        registry.Versions.Count == 1 && !_file.Reader.Journal().Any() && _file.Reader.Pages().All(page => page.Payload.IsEmpty);

    private EngineState Begin()
    {
        var registry = ModelRegistry.Of(_options);
        _file.Writer.Commit(writer =>
        {
            writer.Save(registry);
            writer.SetMeta(Markers.Currency, _options.Currency);
            RecordedTerms.Write(writer, _options);
            writer.SetMeta(LaneMarkers.Lanes, _route.Lanes.ToString(CultureInfo.InvariantCulture));
            writer.SetMeta(Markers.PagesAreChained, "1");
        });
        return new(registry, Customers, LaidOutAnew: false, JournalRows: 0, JournalBytes: 0, TermsChanged: false, Erased: false);
    }

    /// <summary>The engine's clock as it was: the newest event on record.</summary>
    private void RestoreClock()
    {
        if (_clock.IsEvent && _file.Reader.Meta(Markers.Clock) is { } clock)
        {
            _clock.Raise(long.Parse(clock, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Keeps what the options of this start change.</summary>
    private ModelRegistry UnderCurrentTerms(ModelRegistry before, out bool changed)
    {
        var registry = before.UnderTerms(
            _options, RecordedTerms.Are(_file.Reader, _options), _clock.Now, out changed, out var rulesChanged);
        if (changed || rulesChanged)
        {
            _file.Writer.Commit(writer =>
            {
                writer.Save(registry.Versions[SegmentModel.RuleModelVersion]);
                writer.Save(registry.Terms.Publication);
                RecordedTerms.Write(writer, _options);
            });
        }

        return registry;
    }

    private void ReadPages(bool sameLayout, bool chained)
    {
        foreach (var (lane, page, payload) in _file.Reader.Pages())
        {
            if (sameLayout)
            {
                _lanes[lane].Restore(page, payload, chained);
                continue;
            }

            foreach (var some in CustomerPage.Read(payload.Span, chained).GroupBy(customer => _route.LaneOf(customer.Id)))
            {
                _lanes[some.Key].TakeIn([.. some]);
            }
        }

        Array.ForEach(_lanes, static lane => lane.Wait());
        foreach (var newest in _lanes.Select(static lane => lane.Newest).OfType<long>())
        {
            _clock.Raise(newest);
        }
    }

    /// <summary>Gives each lane what is its own, in order, and returns once all is done.</summary>
    private void Distribute<T>(IEnumerable<(int Lane, T Item)> items, Action<LaneRecovery, IReadOnlyList<T>> take)
    {
        var waiting = Array.ConvertAll(_lanes, static _ => new List<T>(Lot));
        foreach (var (lane, item) in items)
        {
            waiting[lane].Add(item);
            if (waiting[lane].Count == Lot)
            {
                take(_lanes[lane], waiting[lane]);
                waiting[lane] = new(Lot);
            }
        }

        for (var lane = 0; lane < _lanes.Length; lane++)
        {
            take(_lanes[lane], waiting[lane]);
        }

        Array.ForEach(_lanes, static lane => lane.Wait());
    }

    private List<(int Lane, JournalStep Step)> Steps(ReadOnlyMemory<byte> payload)
    {
        _journalRows++;
        _journalBytes += payload.Length;
        var steps = new List<(int, JournalStep)>();
        var reader = new PackedReader(payload.Span);
        var publication = reader.Count();
        while (!reader.AtEnd)
        {
            if (reader.Byte() == JournalEntry.Erasure)
            {
                var erased = reader.Text();
                steps.Add((_route.LaneOf(erased), new(default, erased, 0, publication)));
                _erased = true;
                continue;
            }

            var e = EventCodec.Read(ref reader);
            _clock.Raise(e.OccurredAt);
            steps.Add((_route.LaneOf(e.CustomerId), new(e, null, reader.Int64(), publication)));
        }

        return steps;
    }

    /// <summary>Pages of an earlier version do not tell where each customer's last migration is; the record does.</summary>
    private void Chain()
    {
        foreach (var (id, last) in _file.Reader.LastMigrations())
        {
            var customers = _lanes[_route.LaneOf(id)].Customers;
            if (customers.FindSlot(id) is >= 0 and var slot)
            {
                customers[slot]!.LastOnRecord = last;
            }
        }
    }

    private void ReplayMigrations()
    {
        var inPages = long.Parse(_file.Reader.Meta(Markers.MigrationsInPages) ?? "0", CultureInfo.InvariantCulture);
        Distribute<RecordedMigration>(
            _file.Reader.MigrationsAfter(inPages).Select(recorded => (_route.LaneOf(recorded.Migration.CustomerId), recorded)),
            static (lane, migrations) => lane.Replay(migrations));
    }
}
