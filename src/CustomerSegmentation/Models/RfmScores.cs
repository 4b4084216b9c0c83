namespace CustomerSegmentation.Models;

/// <summary>How recently, how often and for how much somebody bought, as scores 1–5; 5 is best.</summary>
/// <param name="Recency">R.</param>
/// <param name="Frequency">F.</param>
/// <param name="Monetary">M.</param>
public readonly record struct RfmScores(int Recency, int Frequency, int Monetary)
{
    /// <summary>F and M together, see <see cref="SegmentMap.Together"/>.</summary>
    public int FrequencyMonetary => SegmentMap.Together(Frequency, Monetary);
}
