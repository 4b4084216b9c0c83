using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Models.Retraining;

/// <summary>The models of an engine, durably kept: wherever a host keeps them. Any thread.</summary>
public interface IModels
{
    /// <summary>The models and names of now.</summary>
    ModelRegistry Registry { get; }

    /// <summary>What became of the last fit; null before the first.</summary>
    LastFit? LastFit { get; }

    /// <summary>Keeps a candidate and the segments that are new in it. Complete once both are durable and in the registry.</summary>
    /// <returns>The candidate as it is kept.</returns>
    Task<ModelRecord> ProposeAsync(ModelRecord candidate);

    /// <summary>Puts a version in force and reassigns everyone; null when there is no such version.</summary>
    /// <param name="version">Which.</param>
    /// <param name="at">From when on, by the engine's clock; null for now.</param>
    Task<ModelRecord?> PublishAsync(int version, DateTimeOffset? at = null);

    /// <summary>Keeps what became of a fit. Nobody waits for it: a refusal can be told while storage fails.</summary>
    void Note(LastFit fit);
}
