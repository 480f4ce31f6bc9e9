use super::*;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn refusal(outputs: &[&Path], inputs: &[(&str, &Path)]) -> String {
    let refused = Outputs::prepare(outputs, inputs).map(drop);
    refused.expect_err("refused").to_string()
}

#[test]
fn what_a_link_leads_to_is_replaced_and_the_link_stays() {
    let (here, there) = (folder(), folder());
    let (link, target) = (here.path().join("link"), there.path().join("proof"));
    let far = here.path().join("far");
    symlink(&target, &link).unwrap();
    symlink("link", &far).unwrap();
    for content in ["made through a dangling link", "replaced"] {
        let outputs = Outputs::prepare(&[&far], &[]).unwrap();
        outputs.write(&[content]).unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), content);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(names(here.path()), ["far", "link"]);
        assert_eq!(names(there.path()), ["proof"]);
    }
}

#[test]
fn links_in_a_circle_are_refused() {
    let here = folder();
    let [a, b] = ["a", "b"].map(|name| here.path().join(name));
    symlink(&a, &b).unwrap();
    symlink(&b, &a).unwrap();
    assert!(refusal(&[&a], &[]).contains("too many links"));
}

#[test]
fn devices_are_written_in_place() {
    let here = folder();
    let link = here.path().join("link");
    symlink("/dev/null", &link).unwrap();
    let outputs = Outputs::prepare(&[&link, Path::new("/dev/null")], &[]).unwrap();
    outputs.write(&["proof", "public"]).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    let stdout = place::resolve(Path::new("/dev/stdout")).unwrap();
    assert_eq!(stdout, Place::Stdout);
    let full = Outputs::prepare(&[Path::new("/dev/full")], &[]).unwrap();
    let error = full.write(&["proof"]).unwrap_err().to_string();
    assert!(error.starts_with("/dev/full: No space"), "{error}");
}

#[test]
fn an_open_file_of_a_process_is_written_to_and_not_replaced() {
    let here = folder();
    let path = here.path().join("open");
    fs::write(&path, "before, ").unwrap();
    let file = fs::OpenOptions::new().append(true).open(&path).unwrap();
    let number = std::os::fd::AsRawFd::as_raw_fd(&file);
    let through = PathBuf::from(format!("/dev/fd/{number}"));
    let inode = fs::metadata(&path).unwrap().ino();
    let outputs = Outputs::prepare(&[&through], &[]).unwrap();
    outputs.write(&["after"]).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "before, after");
    assert_eq!(fs::metadata(&path).unwrap().ino(), inode);
}

#[test]
fn no_output_replaces_an_input_or_another_output() {
    let here = folder();
    let [key, hard, soft, new] = ["key", "hard", "soft", "new"].map(|n| here.path().join(n));
    fs::write(&key, "key").unwrap();
    fs::hard_link(&key, &hard).unwrap();
    symlink(&key, &soft).unwrap();
    let dotted = here.path().join(".").join("key");
    for output in [&key, &hard, &soft, &dotted] {
        let error = refusal(&[output], &[("key", &key)]);
        assert!(error.contains("would overwrite the key"), "{error}");
    }
    let error = refusal(&[&new, &here.path().join("./new")], &[]);
    assert!(
        error.contains("would overwrite the other result"),
        "{error}"
    );
    assert_eq!(fs::read_to_string(&key).unwrap(), "key");
}

#[test]
fn both_files_are_written_or_neither() {
    for first_existed in [true, false] {
        let here = folder();
        let [proof, public] = ["proof", "public"].map(|name| here.path().join(name));
        if first_existed {
            fs::write(&proof, "old").unwrap();
        }
        let outputs = Outputs::prepare(&[&proof, &public], &[]).unwrap();
        // Comes into the way after everything was found to be good.
        fs::create_dir(&public).unwrap();
        let error = outputs.write(&["new", "new"]).unwrap_err();
        assert_eq!(error.path, public);
        if first_existed {
            assert_eq!(fs::read_to_string(&proof).unwrap(), "old");
            assert_eq!(names(here.path()), ["proof", "public"]);
        } else {
            assert_eq!(names(here.path()), ["public"]);
        }
    }
}

#[test]
fn permissions_of_a_replaced_file_are_kept() {
    let here = folder();
    let proof = here.path().join("proof");
    fs::write(&proof, "old").unwrap();
    for mode in [0o600, 0o640, 0o666] {
        fs::set_permissions(&proof, fs::Permissions::from_mode(mode)).unwrap();
        let outputs = Outputs::prepare(&[&proof], &[]).unwrap();
        outputs.write(&["new"]).unwrap();
        assert_eq!(fs::metadata(&proof).unwrap().mode() & 0o777, mode);
    }
}

#[test]
fn missing_folders_and_folders_are_named_before_the_work() {
    let here = folder();
    let missing = here.path().join("missing");
    let error = refusal(&[&missing.join("proof")], &[]);
    let expected = format!("the folder {} does not exist", missing.display());
    assert!(error.ends_with(&expected), "{error}");
    assert!(refusal(&[here.path()], &[]).ends_with("is a directory, expected a file"));
    assert!(refusal(&[Path::new("/")], &[]).ends_with("is a directory, expected a file"));
    let error = refusal(&[Path::new("/proc/proof")], &[]);
    assert!(
        error.contains("/proc") && !error.contains(PREFIX),
        "{error}"
    );
}
