using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace SupportAgent.Knowledge;

/// <summary>Help articles in a full-text index in memory: SQLite FTS5, ranked by BM25, titles counting more than bodies.</summary>
internal sealed partial class KnowledgeBase : IDisposable
{
    private const int MaxTerms = 40;
    private readonly SqliteConnection _connection;
    private readonly Lock _lock = new();

    private KnowledgeBase(SqliteConnection connection, int count)
    {
        _connection = connection;
        Count = count;
    }

    /// <summary>How many articles there are.</summary>
    public int Count { get; }

    /// <param name="folder">Holds <c>*.md</c>.</param>
    /// <exception cref="InvalidDataException">An article is malformed, or there is none.</exception>
    public static KnowledgeBase Load(string folder)
    {
        var articles = Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal).Select(file => Article.Parse(Path.GetFileName(file), File.ReadAllText(file))).ToList();
        if (articles.Count == 0)
        {
            throw new InvalidDataException($"{folder} holds no article, so no question could be answered. Add Markdown files there.");
        }

        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using (var create = connection.CreateCommand())
        {
            create.CommandText = "CREATE VIRTUAL TABLE articles USING fts5(id UNINDEXED, title, body, tokenize = 'porter unicode61')";
            create.ExecuteNonQuery();
        }

        using var transaction = connection.BeginTransaction();
        foreach (var article in articles)
        {
            using var insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO articles (id, title, body) VALUES ($id, $title, $body)";
            insert.Parameters.AddWithValue("$id", article.Id);
            insert.Parameters.AddWithValue("$title", article.Title);
            insert.Parameters.AddWithValue("$body", article.Text);
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
        return new KnowledgeBase(connection, articles.Count);
    }

    /// <summary>The articles that fit a question best, best first.</summary>
    /// <param name="question">Free text; it is taken apart into words, so nothing in it is query syntax.</param>
    /// <param name="count">At the most.</param>
    public IReadOnlyList<Article> Search(string question, int count)
    {
        var terms = Words().Matches(question).Select(match => match.Value.ToLowerInvariant()).Where(term => term.Length > 1 && !StopWords.Contains(term)).Distinct().Take(MaxTerms).ToList();
        if (terms.Count == 0)
        {
            return [];
        }

        lock (_lock)
        {
            using var select = _connection.CreateCommand();
            select.CommandText = "SELECT id, title, body FROM articles WHERE articles MATCH $query ORDER BY bm25(articles, 0, 4.0, 1.0), id LIMIT $count";
            select.Parameters.AddWithValue("$query", string.Join(" OR ", terms.Select(term => $"\"{term}\"")));
            select.Parameters.AddWithValue("$count", count);
            using var rows = select.ExecuteReader();
            var found = new List<Article>();
            while (rows.Read())
            {
                found.Add(new Article(rows.GetString(0), rows.GetString(1), rows.GetString(2)));
            }

            return found;
        }
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>Words that occur in every question and say nothing about its subject.</summary>
    private static readonly HashSet<string> StopWords =
    [
        "a", "an", "and", "are", "as", "at", "be", "but", "by", "can", "do", "does", "for", "from", "have", "how", "i", "if", "in", "is", "it", "me", "my",
        "of", "on", "or", "the", "there", "this", "to", "was", "what", "when", "where", "which", "who", "why", "will", "with", "you", "your", "would", "could", "should", "please",
    ];

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Words();
}
