using CustomerSegmentation.Models.Retraining;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>Writes models and names, within a transaction of the writer.</summary>
public static class ModelRegistryWriting
{
    /// <summary>Records a whole registry where there was none.</summary>
    public static void Save(this LedgerWriter writer, ModelRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(registry);
        foreach (var model in registry.Versions.Values)
        {
            writer.Save(model);
        }

        foreach (var segment in registry.Directory.Values)
        {
            writer.Save(segment);
        }

        writer.Save(registry.Terms.Publication);
    }
}
