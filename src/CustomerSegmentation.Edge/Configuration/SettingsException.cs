namespace CustomerSegmentation.Edge.Configuration;

/// <summary>A setting that makes no sense; the message names it and says what would.</summary>
public sealed class SettingsException(string message, Exception? cause = null) : Exception(message, cause);
