using CustomerSegmentation.Models.Retraining;

namespace CustomerSegmentation.Ledger;

/// <summary>Writes models and names, within a transaction of the writer.</summary>
public static class ShelfWriting
{
    /// <summary>Puts all of a shelf on record, where there was none.</summary>
    public static void Save(this LedgerWriter writer, ModelShelf shelf)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(shelf);
        foreach (var model in shelf.Versions.Values)
        {
            writer.Save(model);
        }

        foreach (var segment in shelf.Directory.Values)
        {
            writer.Save(segment);
        }

        writer.Save(shelf.Terms.Publication);
    }
}
