using CustomerSegmentation.Engine;
using CustomerSegmentation.Models.Retraining;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>Reads models and names.</summary>
public static class ModelRegistryReading
{
    /// <summary>The registry on record, with the window and the hysteresis of the options; null where there is none yet.</summary>
    public static ModelRegistry? Registry(this LedgerReader reader, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return ModelRegistry.Restore(reader.Models(), reader.Segments(), reader.Publications(), options);
    }
}
