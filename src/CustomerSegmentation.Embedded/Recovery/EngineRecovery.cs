using System.Globalization;
using CustomerSegmentation.Customers;
using CustomerSegmentation.Embedded.Commits;
using CustomerSegmentation.Embedded.Lanes;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Retraining;
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
    private readonly Dictionary<string, (long AssessedAt, int Publication)> _touched = new(StringComparer.Ordinal);
    private bool _erased;

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
        if (_file.Reader.Shelf(_options) is not { } shelf)
        {
            return Begin();
        }

        var currency = _file.Reader.Meta(Markers.Currency);
        if (currency != _options.Currency && HasNothingOnRecord(shelf))
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

        var (rows, bytes) = ReplayJournal();
        ReplayMigrations();
        RestoreClock();
        shelf = UnderCurrentTerms(shelf, out var termsChanged);
        Resume(shelf);
        return new(shelf, _lanes, !(sameLayout && chained), rows, bytes, termsChanged, _erased);
    }

    /// <summary>No event, and no model fitted to amounts: as after a first start with a setting that was not meant.</summary>
    private bool HasNothingOnRecord(ModelShelf shelf) =>
        shelf.Versions.Count == 1 && !_file.Reader.Journal().Any() && _file.Reader.Pages().All(page => page.Payload.IsEmpty);

    private EngineState Begin()
    {
        var shelf = ModelShelf.Of(_options);
        _file.Writer.Commit(writer =>
        {
            writer.Save(shelf);
            writer.SetMeta(Markers.Currency, _options.Currency);
            TermsOnRecord.Write(writer, _options);
            writer.SetMeta(LaneMarkers.Lanes, _route.Lanes.ToString(CultureInfo.InvariantCulture));
            writer.SetMeta(Markers.PagesAreChained, "1");
        });
        return new(shelf, _lanes, LaidOutAnew: false, JournalRows: 0, JournalBytes: 0, TermsChanged: false, Erased: false);
    }

    /// <summary>The engine's clock as it was: the newest event on record.</summary>
    private void RestoreClock()
    {
        if (_clock.IsEvent && _file.Reader.Meta(Markers.Clock) is { } clock)
        {
            _clock.Raise(new(long.Parse(clock, CultureInfo.InvariantCulture), TimeSpan.Zero));
        }
    }

    /// <summary>Keeps what the options of this start change.</summary>
    private ModelShelf UnderCurrentTerms(ModelShelf before, out bool changed)
    {
        var shelf = before.UnderTerms(
            _options, TermsOnRecord.Are(_file.Reader, _options), _clock.Now, out changed, out var rulesChanged);
        if (changed || rulesChanged)
        {
            _file.Writer.Commit(writer =>
            {
                writer.Save(shelf.Versions[SegmentModel.RuleModelVersion]);
                writer.Save(shelf.Terms.Publication);
                TermsOnRecord.Write(writer, _options);
            });
        }

        return shelf;
    }

    private void ReadPages(bool sameLayout, bool chained)
    {
        foreach (var (lane, page, payload) in _file.Reader.Pages())
        {
            var customers = CustomerPage.Read(payload.Span, chained);
            if (sameLayout)
            {
                _lanes[lane].Restore(page, customers);
            }
            else
            {
                customers.ForEach(customer => _lanes[_route.LaneOf(customer.Id)].Replace(customer));
            }

            foreach (var newest in customers.Select(customer => customer.NewestOrder).OfType<long>())
            {
                _clock.Raise(new(newest, TimeSpan.Zero));
            }
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
            var publication = reader.Count();
            while (!reader.AtEnd)
            {
                if (reader.Byte() == JournalEntry.Erasure)
                {
                    var erased = reader.Text();
                    _lanes[_route.LaneOf(erased)].Remove(erased);
                    _touched.Remove(erased);
                    _erased = true;
                    continue;
                }

                var e = EventCodec.Read(ref reader);
                var assessedAt = reader.Int64();
                _clock.Raise(new(e.OccurredAt, TimeSpan.Zero));
                var lane = _lanes[_route.LaneOf(e.CustomerId)];
                lane[lane.SlotOf(e.CustomerId)]!.Replay(e);
                _touched[e.CustomerId] = (assessedAt, publication);
            }
        }

        return (rows, bytes);
    }

    /// <summary>Pages of an earlier version do not tell where each customer's last migration is; the record does.</summary>
    private void Chain()
    {
        foreach (var (id, last) in _file.Reader.LastMigrations())
        {
            if (_lanes[_route.LaneOf(id)].Find(id) is { } customer)
            {
                customer.LastOnRecord = last;
            }
        }
    }

    private void ReplayMigrations()
    {
        var inPages = long.Parse(_file.Reader.Meta(Markers.MigrationsInPages) ?? "0", CultureInfo.InvariantCulture);
        foreach (var (place, migration) in _file.Reader.MigrationsAfter(inPages))
        {
            if (_lanes[_route.LaneOf(migration.CustomerId)].Find(migration.CustomerId) is { } customer)
            {
                customer.Replay(migration);
                customer.LastOnRecord = place;
                _touched.TryAdd(migration.CustomerId, (long.MinValue, -1));
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
                customer.Resume(shelf.Terms, at);
            }

            lane.Changed(slot);
        }
    }
}
