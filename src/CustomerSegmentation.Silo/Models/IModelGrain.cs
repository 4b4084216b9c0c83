using CustomerSegmentation.Silo.Wire;

namespace CustomerSegmentation.Silo.Models;

/// <summary>Versions of the model, which of them is in force, and what segments are called: one for the whole cluster.</summary>
[Alias("models")]
internal interface IModelGrain : IGrainWithIntegerKey
{
    /// <summary>A silo starts with these settings; others than those on record take effect now, for everyone.</summary>
    [Alias("open"), ResponseTimeout("01:00:00")]
    Task OpenAsync(TermsMessage terms);

    /// <summary>Others wrote to the ledger: every silo reads the models anew, and whether an import is under way.</summary>
    [Alias("reload")]
    Task ReloadAsync();

    /// <summary>Tells an observer of every change from now on; to be repeated, as it is forgotten after a minute.</summary>
    [Alias("subscribe")]
    Task SubscribeAsync(IModelObserver observer);

    /// <summary>Keeps a candidate. False when its version is taken.</summary>
    [Alias("propose"), ResponseTimeout("01:00:00")]
    Task<bool> ProposeAsync(string candidate);

    /// <summary>Puts a version in force and reassigns everyone; false when there is no such version.</summary>
    /// <param name="version">Which.</param>
    /// <param name="at">From when on (UTC ticks); null for now.</param>
    [Alias("publish"), ResponseTimeout("01:00:00")]
    Task<bool> PublishAsync(int version, long? at);

    /// <summary>Changes a segment's wording; false when there is no such segment.</summary>
    [Alias("edit"), ResponseTimeout("01:00:00")]
    Task<bool> EditAsync(string segment, string? name, string? description, string? action);

    /// <summary>Keeps what became of a fit.</summary>
    [Alias("note")]
    Task NoteAsync(FitMessage fit);
}

/// <summary>Whoever keeps the models in memory: every silo.</summary>
[Alias("model-observer")]
internal interface IModelObserver : IGrainObserver
{
    /// <summary>The models have changed. Complete when the change is known here.</summary>
    [Alias("changed"), ResponseTimeout("00:00:10")]
    Task ChangedAsync();
}
