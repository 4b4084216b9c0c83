using CustomerSegmentation.Engine;
using CustomerSegmentation.Models.Retraining;

namespace CustomerSegmentation.Ledger;

/// <summary>Reads models and names.</summary>
public static class ShelfReading
{
    /// <summary>The shelf on record, with the window and the hysteresis of the options; null where nothing is yet.</summary>
    public static ModelShelf? Shelf(this LedgerReader reader, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return ModelShelf.Restore(reader.Models(), reader.Segments(), reader.Publications(), options);
    }
}
