using CustomerSegmentation.Customers;
using CustomerSegmentation.Customers.Segments;
using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Models.Retraining;
using CustomerSegmentation.Silo.Importing;

namespace CustomerSegmentation.Silo.Models;

/// <summary>
/// The models and names of now in the memory of a silo. The ledger has the truth; <see cref="IModelGrain"/> says when to read
/// it again. Any thread.
/// </summary>
internal sealed class SiloModels(LedgerDatabase ledger, EngineOptions options) : IModelObserver, IDisposable
{
    /// <summary>Key of the ordinal of the publication since which the window is what it is.</summary>
    public const string WindowSinceKey = "window_since";

    /// <summary>Key of what tells one state of the models from the next.</summary>
    public const string ChangedKey = "models_changed";

    private readonly SemaphoreSlim _oneReading = new(1, 1);
    private volatile Reading _reading = new(ModelRegistry.Of(options), LastFit: null, WindowSince: 0, IsImporting: false, Mark: null, Number: 0);
    private long _readings;

    /// <summary>The models and names.</summary>
    public ModelRegistry Registry => _reading.Registry;

    /// <summary>What became of the last fit; null before the first.</summary>
    public LastFit? LastFit => _reading.LastFit;

    /// <summary>Whoever was last assessed by an earlier publication was so under another window.</summary>
    public int WindowSince => _reading.WindowSince;

    /// <summary>Whether customers are being imported: nobody takes events meanwhile.</summary>
    public bool IsImporting => _reading.IsImporting;

    /// <summary>
    /// The terms in force, of a publication not older than one that somebody knows: it is on record. Only where the ledger
    /// was restored to an earlier time does somebody know one that is not; then those on record hold.
    /// </summary>
    public async ValueTask<AssignmentTerms> TermsAsync(int publication)
    {
        if (Registry.Terms.Publication.Ordinal < publication)
        {
            await RefreshAsync();
        }

        return Registry.Terms;
    }

    /// <summary>Reads the ledger again. Complete when what is there by now is known here.</summary>
    public async Task RefreshAsync()
    {
        var begun = Interlocked.Increment(ref _readings);
        await _oneReading.WaitAsync();
        try
        {
            if (_reading.Number < begun)
            {
                // Whoever asked up to here is answered by this reading.
                var number = Interlocked.Read(ref _readings);
                _reading = await Task.Run(() => Read(number));
            }
        }
        finally
        {
            _oneReading.Release();
        }
    }

    /// <summary>Reads the ledger again if the models have changed: for whoever missed that they did.</summary>
    public async Task LookAsync()
    {
        if (await Task.Run(() => ledger.Reader.Meta(ChangedKey)) != _reading.Mark)
        {
            await RefreshAsync();
        }
    }

    public Task ChangedAsync() => RefreshAsync();

    public void Dispose() => _oneReading.Dispose();

    private Reading Read(long number)
    {
        var reader = ledger.Reader;
        while (true)
        {
            var mark = reader.Meta(ChangedKey);
            var publications = reader.Publications(); // before the models: every version that was in force is among those
            var terms = RecordedTerms.Of(reader, options);
            var registry = ModelRegistry.Restore(reader.Models(), reader.Segments(), publications, terms) ?? ModelRegistry.Of(options);
            var windowSince = int.Parse(reader.Meta(WindowSinceKey) ?? "0", System.Globalization.CultureInfo.InvariantCulture);
            var lastFit = reader.LastFit();
            var importing = ImportProgress.Read(reader) is { IsUnderWay: true };

            // Several statements: if something changed in between, they may not belong together.
            if (reader.Meta(ChangedKey) == mark)
            {
                return new(registry, lastFit, windowSince, importing, mark, number);
            }
        }
    }

    private sealed record Reading(
        ModelRegistry Registry, LastFit? LastFit, int WindowSince, bool IsImporting, string? Mark, long Number);
}
