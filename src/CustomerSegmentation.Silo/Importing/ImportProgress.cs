using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Records;

namespace CustomerSegmentation.Silo.Importing;

/// <summary>How far an import has got.</summary>
internal enum ImportStage
{
    /// <summary>No silo takes events any more; whether the ledger is empty is looked at once more.</summary>
    Closing,

    /// <summary>Models, names, settings and subscriptions are on record; what was on record of customers comes now.</summary>
    Record,

    /// <summary>The record is complete; customers come now.</summary>
    Customers,

    /// <summary>All is here.</summary>
    Done,
}

/// <summary>What is on record of an import: which file, and how far. Every silo reads it.</summary>
/// <param name="File">What the file is named by, see <see cref="Ledger.Exports.ExportFile.Id"/>.</param>
/// <param name="Stage">How far.</param>
internal sealed record ImportProgress(string File, ImportStage Stage)
{
    private const string Key = "import";

    /// <summary>Whether customers are still missing: nobody takes events then.</summary>
    public bool IsUnderWay => Stage != ImportStage.Done;

    /// <summary>The mark on record; null where nothing was ever imported.</summary>
    public static ImportProgress? Read(LedgerReader reader) =>
        reader.Meta(Key)?.Split(' ') is [var file, var stage] ? new(file, Enum.Parse<ImportStage>(stage)) : null;

    /// <summary>As if there had been no import.</summary>
    public static void Remove(LedgerWriter writer) => writer.SetMeta(Key, "");

    /// <summary>Puts the mark on record.</summary>
    public void Write(LedgerWriter writer) => writer.SetMeta(Key, $"{File} {Stage}");
}
