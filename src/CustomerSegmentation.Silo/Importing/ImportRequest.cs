using CustomerSegmentation.Engine;
using CustomerSegmentation.Ledger;
using CustomerSegmentation.Ledger.Exports;

namespace CustomerSegmentation.Silo.Importing;

/// <summary>What this silo is to bring into its cluster.</summary>
/// <param name="File">An export; null for nothing.</param>
internal sealed record ImportRequest(ExportFile? File)
{
    /// <summary>Nothing.</summary>
    public static ImportRequest None { get; } = new(File: null);

    /// <summary>Reads the export through, before this silo joins anything.</summary>
    /// <exception cref="StorageException">It cannot be read, is damaged, or is in another currency than the engine.</exception>
    public static ImportRequest Of(string? path, EngineOptions engine)
    {
        if (path is null)
        {
            return None;
        }

        var file = ExportFile.Open(path);
        return file.Currency == engine.Currency ? new(file) : throw new StorageException(
            StorageFault.Unsuitable,
            $"The export '{path}' is in {file.Currency}, and this silo is configured for {engine.Currency}. Amounts cannot "
            + $"change their currency: start the cluster with Currency {file.Currency}.");
    }
}
