using System.Text.Json;
using CustomerSegmentation.Models;

namespace CustomerSegmentation.Ledger.Records;

/// <summary>A model version as text: as it is kept on record, and as it travels.</summary>
public static class ModelText
{
    /// <summary>The text of a model version.</summary>
    public static string Of(ModelRecord model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return JsonSerializer.Serialize(ModelDocument.From(model), ModelDocumentJson.Default.ModelDocument);
    }

    /// <summary>The model version of a text; its status follows from the publications.</summary>
    /// <exception cref="InvalidDataException">The text is of no kind that this version knows.</exception>
    /// <exception cref="JsonException">The text is not of a model.</exception>
    public static ModelRecord Parse(string text) => ModelDocument.Parse(text);
}
