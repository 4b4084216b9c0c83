using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;
using CustomerSegmentation.Models;
using CustomerSegmentation.Models.Retraining;
using CustomerSegmentation.Silo.Wire;

namespace CustomerSegmentation.Silo.Models;

/// <summary>The models of the cluster as retraining sees them: read from this silo's memory, changed by their grain.</summary>
/// <param name="models">In this silo's memory.</param>
/// <param name="clock">The silo's.</param>
/// <param name="stream">Under the event clock, what events are let into; otherwise null.</param>
/// <param name="grains">Where the grain is found.</param>
internal sealed class ClusterModels(SiloModels models, SiloClock clock, EventStream? stream, IGrainFactory grains) : IModels
{
    public ModelRegistry Registry => models.Registry;

    /// <summary>Known here at once: whoever asked for a fit wants to know before the ledger does.</summary>
    public LastFit? LastFit { get; private set; } = models.LastFit;

    /// <summary>Complete once what was noted last is on record and every silo knows it.</summary>
    public Task Noted { get; private set; } = Task.CompletedTask;

    /// <summary>Complete once no proposal is being made: it is compared with the model that was in force when it came about.</summary>
    public Func<Task> Proposed { get; set; } = () => Task.CompletedTask;

    private IModelGrain Grain => grains.GetGrain<IModelGrain>(0);

    public async Task<ModelRecord> ProposeAsync(ModelRecord candidate)
    {
        if (!await Grain.ProposeAsync(ModelText.Of(candidate)))
        {
            throw new InvalidOperationException($"There is a version {candidate.Model.Version} already; fit again.");
        }

        await models.RefreshAsync();
        return models.Registry.Versions[candidate.Model.Version];
    }

    public Task<ModelRecord?> PublishAsync(int version, DateTimeOffset? at = null) => at is null && stream is not null
        ? stream.BetweenEventsAsync(async () =>
        {
            await Proposed();
            return await PublishFromAsync(version, clock.Now.UtcTicks);
        })
        : PublishFromAsync(version, at?.UtcTicks);

    private async Task<ModelRecord?> PublishFromAsync(int version, long? at)
    {
        if (!await Grain.PublishAsync(version, at))
        {
            return null;
        }

        await models.RefreshAsync();
        return models.Registry.Versions[version];
    }

    public void Note(LastFit fit)
    {
        LastFit = fit;
        Noted = Grain.NoteAsync(FitMessage.Of(fit));
        Noted.Ignore();
    }
}
